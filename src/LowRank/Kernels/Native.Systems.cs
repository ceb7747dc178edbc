using System.Numerics;
using static LowRank.Interop.NativeMethods;

namespace LowRank.Kernels;

// Linear systems and eigenvalues of general matrices.
internal static unsafe partial class Native<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>LU with partial pivoting, in place; pivots count from 1.</summary>
    public static long Getrf(long m, long n, T* a, long lda, long* pivots)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgetrf_(&m, &n, (float*)a, &lda, pivots, &info);
        }
        else if (typeof(T) == typeof(double))
        {
            dgetrf_(&m, &n, (double*)a, &lda, pivots, &info);
        }
        else
        {
            zgetrf_(&m, &n, (Complex*)a, &lda, pivots, &info);
        }

        return info;
    }

    /// <summary>B := op(A)⁻¹ B from <see cref="Getrf"/>; trans is N, T or C.</summary>
    public static long Getrs(byte trans, long n, long columns, T* a, long lda, long* pivots, T* b, long ldb)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgetrs_(&trans, &n, &columns, (float*)a, &lda, pivots, (float*)b, &ldb, &info, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dgetrs_(&trans, &n, &columns, (double*)a, &lda, pivots, (double*)b, &ldb, &info, 1);
        }
        else
        {
            zgetrs_(&trans, &n, &columns, (Complex*)a, &lda, pivots, (Complex*)b, &ldb, &info, 1);
        }

        return info;
    }

    /// <summary>A⁻¹ from <see cref="Getrf"/>, in place.</summary>
    public static long Getri(long n, T* a, long lda, long* pivots, T* work, long lwork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgetri_(&n, (float*)a, &lda, pivots, (float*)work, &lwork, &info);
        }
        else if (typeof(T) == typeof(double))
        {
            dgetri_(&n, (double*)a, &lda, pivots, (double*)work, &lwork, &info);
        }
        else
        {
            zgetri_(&n, (Complex*)a, &lda, pivots, (Complex*)work, &lwork, &info);
        }

        return info;
    }

    /// <summary>B := (RᴴR)⁻¹ B from <see cref="Potrf"/>.</summary>
    public static long Potrs(long n, long columns, T* r, long ldr, T* b, long ldb)
    {
        byte uplo = (byte)'U';
        long info;
        if (typeof(T) == typeof(float))
        {
            spotrs_(&uplo, &n, &columns, (float*)r, &ldr, (float*)b, &ldb, &info, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dpotrs_(&uplo, &n, &columns, (double*)r, &ldr, (double*)b, &ldb, &info, 1);
        }
        else
        {
            zpotrs_(&uplo, &n, &columns, (Complex*)r, &ldr, (Complex*)b, &ldb, &info, 1);
        }

        return info;
    }

    /// <summary>1 / κ₁ of an upper triangular matrix; work has 3n elements, the other two n.</summary>
    public static long Trcon(long n, T* r, long ldr, double* reciprocal, T* work, double* realWork, long* integerWork)
    {
        byte norm = (byte)'1';
        byte uplo = (byte)'U';
        byte diag = (byte)'N';
        long info;
        if (typeof(T) == typeof(float))
        {
            float single;
            strcon_(&norm, &uplo, &diag, &n, (float*)r, &ldr, &single, (float*)work, integerWork, &info, 1, 1, 1);
            *reciprocal = single;
        }
        else if (typeof(T) == typeof(double))
        {
            dtrcon_(&norm, &uplo, &diag, &n, (double*)r, &ldr, reciprocal, (double*)work, integerWork, &info, 1, 1, 1);
        }
        else
        {
            ztrcon_(&norm, &uplo, &diag, &n, (Complex*)r, &ldr, reciprocal, (Complex*)work, realWork, &info, 1, 1, 1);
        }

        return info;
    }

    /// <summary>Eigenvalues and, where job is V, right eigenvectors of a general matrix, which is destroyed. Real types leave the
    /// imaginary parts apart and pack a conjugate pair of vectors in two columns.</summary>
    public static long Geev(
        byte job, long n, T* a, long lda, T* values, T* imaginaryParts, T* vectors, long ldv, T* work, long lwork, double* realWork)
    {
        byte none = (byte)'N';
        long one = 1;
        long info;
        if (typeof(T) == typeof(float))
        {
            sgeev_(&none, &job, &n, (float*)a, &lda, (float*)values, (float*)imaginaryParts, null, &one, (float*)vectors, &ldv,
                (float*)work, &lwork, &info, 1, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dgeev_(&none, &job, &n, (double*)a, &lda, (double*)values, (double*)imaginaryParts, null, &one, (double*)vectors, &ldv,
                (double*)work, &lwork, &info, 1, 1);
        }
        else
        {
            zgeev_(&none, &job, &n, (Complex*)a, &lda, (Complex*)values, null, &one, (Complex*)vectors, &ldv, (Complex*)work, &lwork,
                realWork, &info, 1, 1);
        }

        return info;
    }
}
