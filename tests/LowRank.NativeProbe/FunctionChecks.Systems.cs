using System.Numerics;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.NativeProbe;

// Linear systems and eigenvalues of general matrices.
internal static unsafe partial class FunctionChecks
{
    private static void Systems(char p)
    {
        LinearSystem(p);
        CholeskySystem(p);
        TriangularProduct(p);
        TriangularCondition(p);
        GeneralEigenvalues(p);
    }

    private static void LinearSystem(char p)
    {
        long n = N, lwork = WorkLength, info = -1;
        Dense a = Dense.Random(N, N, IsComplex(p), 11) + (3 * Dense.Identity(N)), b = Dense.Random(N, 2, IsComplex(p), 12);
        long columns = b.Columns;
        long* pivots = stackalloc long[N];
        using NativeBuffer lu = new(p, a), x = new(p, b), work = new(p, WorkLength, 1);
        long lda = lu.Stride, ldb = x.Stride;
        switch (p)
        {
            case 's':
                sgetrf_(&n, &n, (float*)lu.Pointer, &lda, pivots, &info);
                break;
            case 'd':
                dgetrf_(&n, &n, (double*)lu.Pointer, &lda, pivots, &info);
                break;
            default:
                zgetrf_(&n, &n, (Complex*)lu.Pointer, &lda, pivots, &info);
                break;
        }

        Ok(info);
        Dense factors = lu.Read();
        Dense lower = Dense.Create(N, N, (row, column) => row == column ? 1 : row > column ? factors[row, column] : 0);
        Dense permuted = Dense.Create(N, N, (row, column) => a[row, column]);
        for (int row = 0; row < N; row++)
        {
            int other = (int)pivots[row] - 1;
            for (int column = 0; column < N; column++)
            {
                (permuted[row, column], permuted[other, column]) = (permuted[other, column], permuted[row, column]);
            }
        }

        Say(p, $"{p}getrf_", ((lower * factors.Upper()) - permuted).Max());

        byte trans = C;
        switch (p)
        {
            case 's':
                sgetrs_(&trans, &n, &columns, (float*)lu.Pointer, &lda, pivots, (float*)x.Pointer, &ldb, &info, 1);
                break;
            case 'd':
                dgetrs_(&trans, &n, &columns, (double*)lu.Pointer, &lda, pivots, (double*)x.Pointer, &ldb, &info, 1);
                break;
            default:
                zgetrs_(&trans, &n, &columns, (Complex*)lu.Pointer, &lda, pivots, (Complex*)x.Pointer, &ldb, &info, 1);
                break;
        }

        Ok(info);
        Say(p, $"{p}getrs_", ((a.Adjoint() * x.Read()) - b).Max());

        switch (p)
        {
            case 's':
                sgetri_(&n, (float*)lu.Pointer, &lda, pivots, (float*)work.Pointer, &lwork, &info);
                break;
            case 'd':
                dgetri_(&n, (double*)lu.Pointer, &lda, pivots, (double*)work.Pointer, &lwork, &info);
                break;
            default:
                zgetri_(&n, (Complex*)lu.Pointer, &lda, pivots, (Complex*)work.Pointer, &lwork, &info);
                break;
        }

        Ok(info);
        Say(p, $"{p}getri_", ((a * lu.Read()) - Dense.Identity(N)).Max());
    }

    private static void CholeskySystem(char p)
    {
        long n = N, columns = 2, info = -1;
        Dense r = (Dense.Random(N, N, IsComplex(p), 13) + (4 * Dense.Identity(N))).Upper(), b = Dense.Random(N, 2, IsComplex(p), 14);
        using NativeBuffer factor = new(p, r), x = new(p, b);
        long ldr = factor.Stride, ldb = x.Stride;
        byte uplo = U;
        switch (p)
        {
            case 's':
                spotrs_(&uplo, &n, &columns, (float*)factor.Pointer, &ldr, (float*)x.Pointer, &ldb, &info, 1);
                break;
            case 'd':
                dpotrs_(&uplo, &n, &columns, (double*)factor.Pointer, &ldr, (double*)x.Pointer, &ldb, &info, 1);
                break;
            default:
                zpotrs_(&uplo, &n, &columns, (Complex*)factor.Pointer, &ldr, (Complex*)x.Pointer, &ldb, &info, 1);
                break;
        }

        Ok(info);
        Say(p, $"{p}potrs_", ((r.Adjoint() * (r * x.Read())) - b).Max());
    }

    private static void TriangularProduct(char p)
    {
        Complex alpha = IsComplex(p) ? new Complex(0.5, -2) : 0.5;
        Dense a = Dense.Random(N, N, IsComplex(p), 15).Upper(), b = Dense.Random(M, N, IsComplex(p), 16);
        using NativeBuffer na = new(p, a), nb = new(p, b);
        const CblasTranspose adjoint = CblasTranspose.ConjugateTranspose;
        switch (p)
        {
            case 's':
                cblas_strmm(CblasLayout.ColumnMajor, CblasSide.Right, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N, (float)alpha.Real,
                    (float*)na.Pointer, na.Stride, (float*)nb.Pointer, nb.Stride);
                break;
            case 'd':
                cblas_dtrmm(CblasLayout.ColumnMajor, CblasSide.Right, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N, alpha.Real,
                    (double*)na.Pointer, na.Stride, (double*)nb.Pointer, nb.Stride);
                break;
            default:
                cblas_ztrmm(CblasLayout.ColumnMajor, CblasSide.Right, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N, &alpha,
                    (Complex*)na.Pointer, na.Stride, (Complex*)nb.Pointer, nb.Stride);
                break;
        }

        Say(p, $"cblas_{p}trmm", (nb.Read() - (alpha * (b * a.Adjoint()))).Max());
    }

    private static void TriangularCondition(char p)
    {
        // Of a diagonal matrix the estimate is exact: the smallest over the largest magnitude.
        long n = N, info = -1;
        Dense r = Dense.Create(N, N, (row, column) => row == column ? 1 << row : 0);
        long* integers = stackalloc long[N];
        using NativeBuffer nr = new(p, r), work = new(p, 3 * N, 1), realWork = new('d', N, 1);
        long ldr = nr.Stride;
        byte norm = (byte)'1', uplo = U, diag = (byte)'N';
        float single = -1;
        double reciprocal = -1;
        switch (p)
        {
            case 's':
                strcon_(&norm, &uplo, &diag, &n, (float*)nr.Pointer, &ldr, &single, (float*)work.Pointer, integers, &info, 1, 1, 1);
                reciprocal = single;
                break;
            case 'd':
                dtrcon_(&norm, &uplo, &diag, &n, (double*)nr.Pointer, &ldr, &reciprocal, (double*)work.Pointer, integers, &info, 1, 1, 1);
                break;
            default:
                ztrcon_(&norm, &uplo, &diag, &n, (Complex*)nr.Pointer, &ldr, &reciprocal, (Complex*)work.Pointer, (double*)realWork.Pointer,
                    &info,
                    1, 1, 1);
                break;
        }

        Ok(info);
        Say(p, $"{p}trcon_", Math.Abs(reciprocal - (1.0 / (1 << (N - 1)))));
    }

    private static void GeneralEigenvalues(char p)
    {
        // An upper triangular matrix with a distinct diagonal: its eigenvalues are known, and real.
        long n = N, lwork = WorkLength, info = -1, one = 1;
        Dense a = Dense.Random(N, N, IsComplex(p), 17).Upper();
        for (int i = 0; i < N; i++)
        {
            a[i, i] = i + 1;
        }

        using NativeBuffer na = new(p, a), values = new(p, N, 1), imaginary = new(p, N, 1), vectors = new(p, N, N);
        using NativeBuffer work = new(p, WorkLength, 1), realWork = new('d', 2 * N, 1);
        long lda = na.Stride, ldv = vectors.Stride;
        byte none = (byte)'N', job = V;
        switch (p)
        {
            case 's':
                sgeev_(&none, &job, &n, (float*)na.Pointer, &lda, (float*)values.Pointer, (float*)imaginary.Pointer, null, &one,
                    (float*)vectors.Pointer, &ldv, (float*)work.Pointer, &lwork, &info, 1, 1);
                break;
            case 'd':
                dgeev_(&none, &job, &n, (double*)na.Pointer, &lda, (double*)values.Pointer, (double*)imaginary.Pointer, null, &one,
                    (double*)vectors.Pointer, &ldv, (double*)work.Pointer, &lwork, &info, 1, 1);
                break;
            default:
                zgeev_(&none, &job, &n, (Complex*)na.Pointer, &lda, (Complex*)values.Pointer, null, &one, (Complex*)vectors.Pointer, &ldv,
                    (Complex*)work.Pointer, &lwork, (double*)realWork.Pointer, &info, 1, 1);
                break;
        }

        Ok(info);
        Dense w = values.Read(), v = vectors.Read();
        double known = Enumerable.Range(0, N).Max(
            i => Complex.Abs(w.Values.Order(Comparer<Complex>.Create((x, y) => x.Real.CompareTo(y.Real))).ElementAt(i) - (i + 1)));
        Dense scaled = Dense.Create(N, N, (row, column) => v[row, column] * w[column, 0]);
        Say(p, $"{p}geev_", known, ((a * v) - scaled).Max(), v.Max() > 0.1 ? 0 : double.NaN);
    }
}
