using System.Numerics;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.Kernels;

/// <summary>
/// The native functions under one name per routine: s, d or z is picked here by <c>typeof(T)</c>, which the JIT folds to a direct
/// call, and nowhere else. Arguments are LAPACK's own; matrices are column-major but for <see cref="Gemm"/>.
/// </summary>
internal static unsafe partial class Native<T>
    where T : unmanaged, INumberBase<T>
{
    public static void Gemm(
        CblasLayout layout, CblasTranspose transA, CblasTranspose transB, long m, long n, long k, T alpha, T* a, long lda, T* b,
        long ldb, T beta, T* c, long ldc)
    {
        if (typeof(T) == typeof(float))
        {
            cblas_sgemm(layout, transA, transB, m, n, k, *(float*)&alpha, (float*)a, lda, (float*)b, ldb, *(float*)&beta, (float*)c, ldc);
        }
        else if (typeof(T) == typeof(double))
        {
            cblas_dgemm(layout, transA, transB, m, n, k, *(double*)&alpha, (double*)a, lda, (double*)b, ldb, *(double*)&beta, (double*)c,
                ldc);
        }
        else
        {
            cblas_zgemm(layout, transA, transB, m, n, k, (Complex*)&alpha, (Complex*)a, lda, (Complex*)b, ldb, (Complex*)&beta, (Complex*)c,
                ldc);
        }
    }

    /// <summary>The upper triangle of C := Aᴴ A, for A k × n; or of A Aᴴ, for A n × k.</summary>
    public static void Herk(bool isOuter, long n, long k, T* a, long lda, T* c, long ldc)
    {
        CblasTranspose operation = isOuter ? CblasTranspose.None : Scalar<T>.IsComplex
            ? CblasTranspose.ConjugateTranspose : CblasTranspose.Transpose;
        if (typeof(T) == typeof(float))
        {
            cblas_ssyrk(CblasLayout.ColumnMajor, CblasUplo.Upper, operation, n, k, 1, (float*)a, lda, 0, (float*)c, ldc);
        }
        else if (typeof(T) == typeof(double))
        {
            cblas_dsyrk(CblasLayout.ColumnMajor, CblasUplo.Upper, operation, n, k, 1, (double*)a, lda, 0, (double*)c, ldc);
        }
        else
        {
            cblas_zherk(CblasLayout.ColumnMajor, CblasUplo.Upper, operation, n, k, 1, (Complex*)a, lda, 0, (Complex*)c, ldc);
        }
    }

    /// <summary>B := op(R)⁻¹ B (left) or B op(R)⁻¹ (right) with R upper triangular; B is m × n.</summary>
    public static void Trsm(CblasSide side, CblasTranspose operation, long m, long n, T* r, long ldr, T* b, long ldb)
    {
        T one = T.One;
        if (typeof(T) == typeof(float))
        {
            cblas_strsm(CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, 1, (float*)r, ldr, (float*)b,
                ldb);
        }
        else if (typeof(T) == typeof(double))
        {
            cblas_dtrsm(CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, 1, (double*)r, ldr, (double*)b,
                ldb);
        }
        else
        {
            cblas_ztrsm(
                CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, (Complex*)&one, (Complex*)r, ldr,
                    (Complex*)b, ldb);
        }
    }

    /// <summary>B := op(R) B (left) or B op(R) (right) with R upper triangular; B is m × n.</summary>
    public static void Trmm(CblasSide side, CblasTranspose operation, long m, long n, T* r, long ldr, T* b, long ldb)
    {
        T one = T.One;
        if (typeof(T) == typeof(float))
        {
            cblas_strmm(CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, 1, (float*)r, ldr, (float*)b,
                ldb);
        }
        else if (typeof(T) == typeof(double))
        {
            cblas_dtrmm(CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, 1, (double*)r, ldr, (double*)b,
                ldb);
        }
        else
        {
            cblas_ztrmm(
                CblasLayout.ColumnMajor, side, CblasUplo.Upper, operation, CblasDiag.NonUnit, m, n, (Complex*)&one, (Complex*)r, ldr,
                    (Complex*)b, ldb);
        }
    }

    public static long Geqrf(long m, long n, T* a, long lda, T* tau, T* work, long lwork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgeqrf_(&m, &n, (float*)a, &lda, (float*)tau, (float*)work, &lwork, &info);
        }
        else if (typeof(T) == typeof(double))
        {
            dgeqrf_(&m, &n, (double*)a, &lda, (double*)tau, (double*)work, &lwork, &info);
        }
        else
        {
            zgeqrf_(&m, &n, (Complex*)a, &lda, (Complex*)tau, (Complex*)work, &lwork, &info);
        }

        return info;
    }

    public static long Geqp3(long m, long n, T* a, long lda, long* pivots, T* tau, T* work, long lwork, double* realWork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgeqp3_(&m, &n, (float*)a, &lda, pivots, (float*)tau, (float*)work, &lwork, &info);
        }
        else if (typeof(T) == typeof(double))
        {
            dgeqp3_(&m, &n, (double*)a, &lda, pivots, (double*)tau, (double*)work, &lwork, &info);
        }
        else
        {
            zgeqp3_(&m, &n, (Complex*)a, &lda, pivots, (Complex*)tau, (Complex*)work, &lwork, realWork, &info);
        }

        return info;
    }

    public static long Orgqr(long m, long n, long k, T* a, long lda, T* tau, T* work, long lwork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sorgqr_(&m, &n, &k, (float*)a, &lda, (float*)tau, (float*)work, &lwork, &info);
        }
        else if (typeof(T) == typeof(double))
        {
            dorgqr_(&m, &n, &k, (double*)a, &lda, (double*)tau, (double*)work, &lwork, &info);
        }
        else
        {
            zungqr_(&m, &n, &k, (Complex*)a, &lda, (Complex*)tau, (Complex*)work, &lwork, &info);
        }

        return info;
    }

    /// <summary>C := Q C, or Qᴴ C, with Q from <see cref="Geqrf"/>; C is m × n.</summary>
    public static long Ormqr(bool adjoint, long m, long n, long k, T* a, long lda, T* tau, T* c, long ldc, T* work, long lwork)
    {
        byte side = (byte)'L';
        byte trans = adjoint ? Scalar<T>.IsComplex ? (byte)'C' : (byte)'T' : (byte)'N';
        long info;
        if (typeof(T) == typeof(float))
        {
            sormqr_(&side, &trans, &m, &n, &k, (float*)a, &lda, (float*)tau, (float*)c, &ldc, (float*)work, &lwork, &info, 1, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dormqr_(&side, &trans, &m, &n, &k, (double*)a, &lda, (double*)tau, (double*)c, &ldc, (double*)work, &lwork, &info, 1, 1);
        }
        else
        {
            zunmqr_(&side, &trans, &m, &n, &k, (Complex*)a, &lda, (Complex*)tau, (Complex*)c, &ldc, (Complex*)work, &lwork, &info, 1, 1);
        }

        return info;
    }

    /// <summary>The thin SVD (job S), or only the singular values (N), by divide and conquer; <paramref name="s"/> is of the real type
    /// that belongs to T.</summary>
    public static long Gesdd(
        byte job, long m, long n, T* a, long lda, void* s, T* u, long ldu, T* vt, long ldvt, T* work, long lwork, double* realWork,
            long* integerWork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgesdd_(&job, &m, &n, (float*)a, &lda, (float*)s, (float*)u, &ldu, (float*)vt, &ldvt, (float*)work, &lwork, integerWork, &info,
                1);
        }
        else if (typeof(T) == typeof(double))
        {
            dgesdd_(&job, &m, &n, (double*)a, &lda, (double*)s, (double*)u, &ldu, (double*)vt, &ldvt, (double*)work, &lwork, integerWork,
                &info, 1);
        }
        else
        {
            zgesdd_(
                &job, &m, &n, (Complex*)a, &lda, (double*)s, (Complex*)u, &ldu, (Complex*)vt, &ldvt, (Complex*)work, &lwork, realWork,
                    integerWork,
                &info, 1);
        }

        return info;
    }

    /// <summary>The same by QR iteration.</summary>
    public static long Gesvd(
        byte job, long m, long n, T* a, long lda, void* s, T* u, long ldu, T* vt, long ldvt, T* work, long lwork, double* realWork)
    {
        long info;
        if (typeof(T) == typeof(float))
        {
            sgesvd_(&job, &job, &m, &n, (float*)a, &lda, (float*)s, (float*)u, &ldu, (float*)vt, &ldvt, (float*)work, &lwork, &info, 1, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dgesvd_(&job, &job, &m, &n, (double*)a, &lda, (double*)s, (double*)u, &ldu, (double*)vt, &ldvt, (double*)work, &lwork, &info, 1,
                1);
        }
        else
        {
            zgesvd_(
                &job, &job, &m, &n, (Complex*)a, &lda, (double*)s, (Complex*)u, &ldu, (Complex*)vt, &ldvt, (Complex*)work, &lwork, realWork,
                    &info, 1, 1);
        }

        return info;
    }

    /// <summary>The upper Cholesky factor, in place.</summary>
    public static long Potrf(long n, T* a, long lda)
    {
        byte uplo = (byte)'U';
        long info;
        if (typeof(T) == typeof(float))
        {
            spotrf_(&uplo, &n, (float*)a, &lda, &info, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dpotrf_(&uplo, &n, (double*)a, &lda, &info, 1);
        }
        else
        {
            zpotrf_(&uplo, &n, (Complex*)a, &lda, &info, 1);
        }

        return info;
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors (job V) or not (N) from the upper triangle, in place.</summary>
    public static long Heevd(
        byte job, long n, T* a, long lda, void* w, T* work, long lwork, double* realWork, long realWorkLength, long* integerWork,
            long integerWorkLength)
    {
        byte uplo = (byte)'U';
        long info;
        if (typeof(T) == typeof(float))
        {
            ssyevd_(&job, &uplo, &n, (float*)a, &lda, (float*)w, (float*)work, &lwork, integerWork, &integerWorkLength, &info, 1, 1);
        }
        else if (typeof(T) == typeof(double))
        {
            dsyevd_(&job, &uplo, &n, (double*)a, &lda, (double*)w, (double*)work, &lwork, integerWork, &integerWorkLength, &info, 1, 1);
        }
        else
        {
            zheevd_(
                &job, &uplo, &n, (Complex*)a, &lda, (double*)w, (Complex*)work, &lwork, realWork, &realWorkLength, integerWork,
                    &integerWorkLength,
                &info, 1, 1);
        }

        return info;
    }
}
