using System.Numerics;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.NativeProbe;

/// <summary>
/// Calls every declared function once on a small matrix and prints its error against managed arithmetic, in units of the
/// type's rounding error: <c>function:NAME=ERROR</c>.
/// </summary>
internal static unsafe partial class FunctionChecks
{
    private const int M = 9, N = 6, WorkLength = 4096;
    private static readonly byte L = (byte)'L', U = (byte)'U', S = (byte)'S', V = (byte)'V', C = (byte)'C', T = (byte)'T';

    internal static void Run()
    {
        NativeRuntime.EnsureLoaded();
        foreach (char p in "sdz")
        {
            Products(p);
            Triangular(p);
            Factorisations(p);
            Spectral(p);
            Systems(p);
        }
    }

    private static bool IsComplex(char p) => p == 'z';

    private static void Say(char p, string name, params ReadOnlySpan<double> errors)
    {
        double worst = 0;
        foreach (double error in errors)
        {
            worst = double.IsNaN(error) ? double.NaN : Math.Max(worst, error);
        }

        Report.Line("function:" + name, worst / (p == 's' ? 1.1920929e-7 : 2.220446049250313e-16));
    }

    private static void Ok(long info)
    {
        if (info != 0)
        {
            throw new InvalidOperationException($"info = {info}");
        }
    }

    private static void Products(char p)
    {
        const int k = 5;
        Complex alpha = IsComplex(p) ? new Complex(0.5, -2) : 0.5, beta = IsComplex(p) ? new Complex(1, 0.25) : -2;
        Dense a = Dense.Random(k, M, IsComplex(p), 1), b = Dense.Random(k, N, IsComplex(p), 2), c = Dense.Random(M, N, IsComplex(p), 3);
        using NativeBuffer na = new(p, a), nb = new(p, b), nc = new(p, c);
        const CblasLayout layout = CblasLayout.ColumnMajor;
        const CblasTranspose adjoint = CblasTranspose.ConjugateTranspose, plain = CblasTranspose.None;
        switch (p)
        {
            case 's':
                cblas_sgemm(layout, adjoint, plain, M, N, k, (float)alpha.Real, (float*)na.Pointer, na.Stride, (float*)nb.Pointer,
                    nb.Stride, (float)beta.Real, (float*)nc.Pointer, nc.Stride);
                break;
            case 'd':
                cblas_dgemm(layout, adjoint, plain, M, N, k, alpha.Real, (double*)na.Pointer, na.Stride, (double*)nb.Pointer,
                    nb.Stride, beta.Real, (double*)nc.Pointer, nc.Stride);
                break;
            default:
                cblas_zgemm(layout, adjoint, plain, M, N, k, &alpha, (Complex*)na.Pointer, na.Stride, (Complex*)nb.Pointer,
                    nb.Stride, &beta, (Complex*)nc.Pointer, nc.Stride);
                break;
        }

        Say(p, $"cblas_{p}gemm", (nc.Read() - ((alpha * (a.Adjoint() * b)) + (beta * c))).Max());

        // A Hermitian update, of the upper triangle; the lower one is not touched. α and β are real here.
        Dense h = Dense.Random(M, M, IsComplex(p), 4);
        h = h + h.Adjoint();
        using NativeBuffer nh = new(p, h);
        switch (p)
        {
            case 's':
                cblas_ssyrk(layout, CblasUplo.Upper, CblasTranspose.Transpose, M, k, 0.5f, (float*)na.Pointer, na.Stride, -2,
                    (float*)nh.Pointer, nh.Stride);
                break;
            case 'd':
                cblas_dsyrk(layout, CblasUplo.Upper, CblasTranspose.Transpose, M, k, 0.5, (double*)na.Pointer, na.Stride, -2,
                    (double*)nh.Pointer, nh.Stride);
                break;
            default:
                cblas_zherk(layout, CblasUplo.Upper, adjoint, M, k, 0.5, (Complex*)na.Pointer, na.Stride, -2,
                    (Complex*)nh.Pointer, nh.Stride);
                break;
        }

        Dense update = (0.5 * (a.Adjoint() * a)) + (-2 * h);
        Dense expected = Dense.Create(M, M, (row, column) => row <= column ? update[row, column] : h[row, column]);
        Say(p, p == 'z' ? "cblas_zherk" : $"cblas_{p}syrk", (nh.Read() - expected).Max());
    }

    private static void Triangular(char p)
    {
        Complex alpha = IsComplex(p) ? new Complex(0.5, -2) : 0.5;
        Dense a = (Dense.Random(M, M, IsComplex(p), 5) + (4 * Dense.Identity(M))).Upper();
        Dense b = Dense.Random(M, N, IsComplex(p), 6);
        using NativeBuffer na = new(p, a), nb = new(p, b);
        const CblasTranspose adjoint = CblasTranspose.ConjugateTranspose;
        switch (p)
        {
            case 's':
                cblas_strsm(CblasLayout.ColumnMajor, CblasSide.Left, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N,
                    (float)alpha.Real, (float*)na.Pointer, na.Stride, (float*)nb.Pointer, nb.Stride);
                break;
            case 'd':
                cblas_dtrsm(CblasLayout.ColumnMajor, CblasSide.Left, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N,
                    alpha.Real, (double*)na.Pointer, na.Stride, (double*)nb.Pointer, nb.Stride);
                break;
            default:
                cblas_ztrsm(CblasLayout.ColumnMajor, CblasSide.Left, CblasUplo.Upper, adjoint, CblasDiag.NonUnit, M, N,
                    &alpha, (Complex*)na.Pointer, na.Stride, (Complex*)nb.Pointer, nb.Stride);
                break;
        }

        Say(p, $"cblas_{p}trsm", ((a.Adjoint() * nb.Read()) - (alpha * b)).Max());
    }

    private static void Factorisations(char p)
    {
        long m = M, n = N, lwork = WorkLength, info = -1;
        Dense a = Dense.Random(M, N, IsComplex(p), 7);
        using NativeBuffer na = new(p, a), tau = new(p, N, 1), work = new(p, WorkLength, 1);
        long lda = na.Stride;
        switch (p)
        {
            case 's':
                sgeqrf_(&m, &n, (float*)na.Pointer, &lda, (float*)tau.Pointer, (float*)work.Pointer, &lwork, &info);
                break;
            case 'd':
                dgeqrf_(&m, &n, (double*)na.Pointer, &lda, (double*)tau.Pointer, (double*)work.Pointer, &lwork, &info);
                break;
            default:
                zgeqrf_(&m, &n, (Complex*)na.Pointer, &lda, (Complex*)tau.Pointer, (Complex*)work.Pointer, &lwork, &info);
                break;
        }

        Ok(info);
        Dense r = na.Read().Upper(N);

        // Qᴴ A, applied from the reflectors, is R above zeros.
        using NativeBuffer applied = new(p, a);
        long ldc = applied.Stride;
        byte side = L, trans = IsComplex(p) ? C : T;
        switch (p)
        {
            case 's':
                sormqr_(&side, &trans, &m, &n, &n, (float*)na.Pointer, &lda, (float*)tau.Pointer, (float*)applied.Pointer, &ldc,
                    (float*)work.Pointer, &lwork, &info, 1, 1);
                break;
            case 'd':
                dormqr_(&side, &trans, &m, &n, &n, (double*)na.Pointer, &lda, (double*)tau.Pointer, (double*)applied.Pointer, &ldc,
                    (double*)work.Pointer, &lwork, &info, 1, 1);
                break;
            default:
                zunmqr_(&side, &trans, &m, &n, &n, (Complex*)na.Pointer, &lda, (Complex*)tau.Pointer, (Complex*)applied.Pointer, &ldc,
                    (Complex*)work.Pointer, &lwork, &info, 1, 1);
                break;
        }

        Ok(info);
        Say(p, p == 'z' ? "zunmqr_" : $"{p}ormqr_", (applied.Read() - na.Read().Upper()).Max());

        FormQ(p, na, tau, work);
        Dense q = na.Read();
        Say(p, $"{p}geqrf_", ((q * r) - a).Max());
        Say(p, p == 'z' ? "zungqr_" : $"{p}orgqr_", ((q * r) - a).Max(), ((q.Adjoint() * q) - Dense.Identity(N)).Max());

        PivotedQr(p, a);
        Cholesky(p);
    }

    private static void FormQ(char p, NativeBuffer a, NativeBuffer tau, NativeBuffer work)
    {
        long m = M, n = N, lda = a.Stride, lwork = WorkLength, info = -1;
        switch (p)
        {
            case 's':
                sorgqr_(&m, &n, &n, (float*)a.Pointer, &lda, (float*)tau.Pointer, (float*)work.Pointer, &lwork, &info);
                break;
            case 'd':
                dorgqr_(&m, &n, &n, (double*)a.Pointer, &lda, (double*)tau.Pointer, (double*)work.Pointer, &lwork, &info);
                break;
            default:
                zungqr_(&m, &n, &n, (Complex*)a.Pointer, &lda, (Complex*)tau.Pointer, (Complex*)work.Pointer, &lwork, &info);
                break;
        }

        Ok(info);
    }

    private static void PivotedQr(char p, Dense a)
    {
        long m = M, n = N, lwork = WorkLength, info = -1;
        long* pivots = stackalloc long[N];
        new Span<long>(pivots, N).Clear();
        using NativeBuffer na = new(p, a), tau = new(p, N, 1), work = new(p, WorkLength, 1), real = new('d', 2 * N, 1);
        long lda = na.Stride;
        switch (p)
        {
            case 's':
                sgeqp3_(&m, &n, (float*)na.Pointer, &lda, pivots, (float*)tau.Pointer, (float*)work.Pointer, &lwork, &info);
                break;
            case 'd':
                dgeqp3_(&m, &n, (double*)na.Pointer, &lda, pivots, (double*)tau.Pointer, (double*)work.Pointer, &lwork, &info);
                break;
            default:
                zgeqp3_(&m, &n, (Complex*)na.Pointer, &lda, pivots, (Complex*)tau.Pointer, (Complex*)work.Pointer, &lwork,
                    (double*)real.Pointer, &info);
                break;
        }

        Ok(info);
        _ = real.Read();
        Dense r = na.Read().Upper(N);
        FormQ(p, na, tau, work);
        int[] order = [.. new Span<long>(pivots, N).ToArray().Select(pivot => (int)pivot - 1)];
        bool permutation = order.Order().SequenceEqual(Enumerable.Range(0, N));
        bool decreasing = Enumerable.Range(1, N - 1).All(i => Complex.Abs(r[i, i]) <= Complex.Abs(r[i - 1, i - 1]) * (1 + 1e-6));
        Say(p, $"{p}geqp3_", permutation && decreasing
            ? ((na.Read() * r) - Dense.Create(M, N, (row, column) => a[row, order[column]])).Max()
            : double.NaN);
    }

    private static void Cholesky(char p)
    {
        long n = N, info = -1;
        Dense b = Dense.Random(N, N, IsComplex(p), 8), a = (b * b.Adjoint()) + (2 * Dense.Identity(N));
        using NativeBuffer na = new(p, a);
        long lda = na.Stride;
        byte uplo = L;
        switch (p)
        {
            case 's':
                spotrf_(&uplo, &n, (float*)na.Pointer, &lda, &info, 1);
                break;
            case 'd':
                dpotrf_(&uplo, &n, (double*)na.Pointer, &lda, &info, 1);
                break;
            default:
                zpotrf_(&uplo, &n, (Complex*)na.Pointer, &lda, &info, 1);
                break;
        }

        Ok(info);
        Dense l = na.Read().Lower();
        Say(p, $"{p}potrf_", ((l * l.Adjoint()) - a).Max());
    }

    private static void Spectral(char p)
    {
        Dense a = Dense.Random(M, N, IsComplex(p), 9);
        DivideAndConquer(p, a);
        QrIteration(p, a);

        long n = N, lwork = WorkLength, info = -1;
        Dense h = Dense.Random(N, N, IsComplex(p), 10);
        h = h + h.Adjoint();
        char real = p == 's' ? 's' : 'd';
        long* integers = stackalloc long[WorkLength];
        using NativeBuffer nh = new(p, h), w = new(real, N, 1), work = new(p, WorkLength, 1), realWork = new('d', WorkLength, 1);
        long lda = nh.Stride;
        byte jobz = V, uplo = U;
        switch (p)
        {
            case 's':
                ssyevd_(&jobz, &uplo, &n, (float*)nh.Pointer, &lda, (float*)w.Pointer, (float*)work.Pointer, &lwork, integers, &lwork,
                    &info, 1, 1);
                break;
            case 'd':
                dsyevd_(&jobz, &uplo, &n, (double*)nh.Pointer, &lda, (double*)w.Pointer, (double*)work.Pointer, &lwork, integers, &lwork,
                    &info, 1, 1);
                break;
            default:
                zheevd_(&jobz, &uplo, &n, (Complex*)nh.Pointer, &lda, (double*)w.Pointer, (Complex*)work.Pointer, &lwork,
                    (double*)realWork.Pointer, &lwork, integers, &lwork, &info, 1, 1);
                break;
        }

        Ok(info);
        Dense v = nh.Read(), values = w.Read();
        bool ascending = Enumerable.Range(1, N - 1).All(i => values[i, 0].Real >= values[i - 1, 0].Real);
        Dense scaled = Dense.Create(N, N, (row, column) => v[row, column] * values[column, 0]);
        Say(p, p == 'z' ? "zheevd_" : $"{p}syevd_", ascending ? ((h * v) - scaled).Max() : double.NaN,
            ((v.Adjoint() * v) - Dense.Identity(N)).Max());
    }

    private static void DivideAndConquer(char p, Dense a)
    {
        long m = M, n = N, lwork = WorkLength, info = -1;
        long* integers = stackalloc long[8 * N];
        using NativeBuffer na = new(p, a), s = new(p == 's' ? 's' : 'd', N, 1), u = new(p, M, N), vt = new(p, N, N);
        using NativeBuffer work = new(p, WorkLength, 1), real = new('d', WorkLength, 1);
        long lda = na.Stride, ldu = u.Stride, ldvt = vt.Stride;
        byte jobz = S;
        switch (p)
        {
            case 's':
                sgesdd_(&jobz, &m, &n, (float*)na.Pointer, &lda, (float*)s.Pointer, (float*)u.Pointer, &ldu, (float*)vt.Pointer, &ldvt,
                    (float*)work.Pointer, &lwork, integers, &info, 1);
                break;
            case 'd':
                dgesdd_(&jobz, &m, &n, (double*)na.Pointer, &lda, (double*)s.Pointer, (double*)u.Pointer, &ldu, (double*)vt.Pointer, &ldvt,
                    (double*)work.Pointer, &lwork, integers, &info, 1);
                break;
            default:
                zgesdd_(&jobz, &m, &n, (Complex*)na.Pointer, &lda, (double*)s.Pointer, (Complex*)u.Pointer, &ldu, (Complex*)vt.Pointer,
                    &ldvt, (Complex*)work.Pointer, &lwork, (double*)real.Pointer, integers, &info, 1);
                break;
        }

        Ok(info);
        SayDecomposition(p, $"{p}gesdd_", a, u.Read(), s.Read(), vt.Read());
    }

    private static void QrIteration(char p, Dense a)
    {
        long m = M, n = N, lwork = WorkLength, info = -1;
        using NativeBuffer na = new(p, a), s = new(p == 's' ? 's' : 'd', N, 1), u = new(p, M, N), vt = new(p, N, N);
        using NativeBuffer work = new(p, WorkLength, 1), real = new('d', WorkLength, 1);
        long lda = na.Stride, ldu = u.Stride, ldvt = vt.Stride;
        byte jobu = S, jobvt = S;
        switch (p)
        {
            case 's':
                sgesvd_(&jobu, &jobvt, &m, &n, (float*)na.Pointer, &lda, (float*)s.Pointer, (float*)u.Pointer, &ldu, (float*)vt.Pointer,
                    &ldvt, (float*)work.Pointer, &lwork, &info, 1, 1);
                break;
            case 'd':
                dgesvd_(&jobu, &jobvt, &m, &n, (double*)na.Pointer, &lda, (double*)s.Pointer, (double*)u.Pointer, &ldu, (double*)vt.Pointer,
                    &ldvt, (double*)work.Pointer, &lwork, &info, 1, 1);
                break;
            default:
                zgesvd_(&jobu, &jobvt, &m, &n, (Complex*)na.Pointer, &lda, (double*)s.Pointer, (Complex*)u.Pointer, &ldu,
                    (Complex*)vt.Pointer, &ldvt, (Complex*)work.Pointer, &lwork, (double*)real.Pointer, &info, 1, 1);
                break;
        }

        Ok(info);
        SayDecomposition(p, $"{p}gesvd_", a, u.Read(), s.Read(), vt.Read());
    }

    private static void SayDecomposition(char p, string name, Dense a, Dense u, Dense s, Dense vt)
    {
        bool descending = Enumerable.Range(1, N - 1).All(i => s[i, 0].Real <= s[i - 1, 0].Real && s[i, 0].Real >= 0);
        Dense scaled = Dense.Create(N, N, (row, column) => s[row, 0] * vt[row, column]);
        Say(p, name, descending ? ((u * scaled) - a).Max() : double.NaN, ((u.Adjoint() * u) - Dense.Identity(N)).Max(),
            ((vt * vt.Adjoint()) - Dense.Identity(N)).Max());
    }
}
