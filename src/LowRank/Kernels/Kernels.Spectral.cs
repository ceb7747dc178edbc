using System.Diagnostics;
using System.Numerics;

namespace LowRank.Kernels;

/// <summary>A thin SVD of a column-major workspace, which it destroys; returns LAPACK's <c>info</c>.</summary>
internal delegate long SvdRoutine<T>(MatrixSpan<T> workspace, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    where T : unmanaged, INumberBase<T>;

internal static unsafe partial class Kernels<T>
{
    /// <summary>
    /// The thin SVD A = U diag(s) VT; A is left as it is, in whatever layout. U and VT must share A's layout.
    /// <c>gesdd</c> can fail where <c>gesvd</c> does not, so it is retried with that; the result says which one answered.
    /// </summary>
    public static SvdDriver ThinSvd(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt) =>
        ThinSvd(a, s, u, vt, DivideAndConquer, QRIteration);

    internal static SvdDriver ThinSvd(
        MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt, SvdRoutine<T> first, SvdRoutine<T> retry)
    {
        EnsureLoaded();
        Debug.Assert(!a.IsConjugated && u.Layout == a.Layout && vt.Layout == a.Layout, "one layout");
        if (a.IsEmpty)
        {
            return SvdDriver.DivideAndConquer;
        }

        if (a.Layout == MatrixLayout.RowMajor)
        {
            // In memory it is the column-major Aᵀ = (VT)ᵀ diag(s) Uᵀ: the factors change places, nothing is moved or conjugated.
            return ThinSvd(a.Transpose(), s, vt.Transpose(), u.Transpose(), first, retry);
        }

        using Rented<T> memory = new(Size(a));
        MatrixSpan<T> workspace = new(memory.Span, a.RowCount, a.ColumnCount, MatrixLayout.ColumnMajor, a.RowCount);
        Copy(a, workspace);
        if (first(workspace, s, u, vt) == 0)
        {
            return SvdDriver.DivideAndConquer;
        }

        Copy(a, workspace);
        CheckInfo(retry(workspace, s, u, vt), "gesvd");
        return SvdDriver.QRIteration;
    }

    /// <summary>The singular values alone, descending, at a quarter of the cost; A is left as it is, in whatever layout.</summary>
    public static void SingularValues(MatrixSpan<T> a, Span<double> s)
    {
        EnsureLoaded();
        if (a.IsEmpty)
        {
            return;
        }

        // The transpose has the same singular values; conjugation does not change them.
        MatrixSpan<T> columns = a.Layout == MatrixLayout.RowMajor ? a.Transpose() : a;
        using Rented<T> memory = new(Size(columns));
        MatrixSpan<T> workspace = new(memory.Span, columns.RowCount, columns.ColumnCount, MatrixLayout.ColumnMajor, columns.RowCount);
        MatrixSpan<T> none = new([], 0, 0, MatrixLayout.ColumnMajor, 1);
        Copy(columns, workspace);
        if (DivideAndConquer((byte)'N', workspace, s, none, none) != 0)
        {
            Copy(columns, workspace);
            CheckInfo(QRIteration((byte)'N', workspace, s, none, none), "gesvd");
        }
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors of a Hermitian matrix whose upper triangle is given, in place.</summary>
    public static void Eigh(MatrixSpan<T> a, Span<double> eigenvalues) => Eigh((byte)'V', a, eigenvalues);

    /// <summary>Eigenvalues alone, ascending, of a Hermitian matrix whose upper triangle is given; it is destroyed.</summary>
    public static void EigenvaluesHermitian(MatrixSpan<T> a, Span<double> eigenvalues) => Eigh((byte)'N', a, eigenvalues);

    private static void Eigh(byte job, MatrixSpan<T> a, Span<double> eigenvalues)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        if (a.IsEmpty)
        {
            return;
        }

        long n = a.RowCount;
        using Rented<float> single = new(Scalar<T>.IsSingle ? n : 0);
        fixed (T* pa = &Reference(a))
        fixed (double* values = eigenvalues)
        fixed (float* singleValues = single)
        {
            void* w = Scalar<T>.IsSingle ? singleValues : values;
            T query;
            double realQuery = 0;
            long integerQuery;
            CheckInfo(Native<T>.Heevd(job, n, pa, a.LeadingDimension, w, &query, -1, &realQuery, -1, &integerQuery, -1), "heevd");
            using Rented<T> work = new(QueriedLength(query));
            using Rented<double> realWork = new((long)realQuery);
            using Rented<long> integerWork = new(integerQuery);
            fixed (T* pw = work)
            fixed (double* pr = realWork)
            fixed (long* pi = integerWork)
            {
                CheckInfo(Native<T>.Heevd(job, n, pa, a.LeadingDimension, w, pw, work.Length, pr, realWork.Length, pi, integerWork.Length),
                    "heevd");
            }
        }

        Widen(single.Span, eigenvalues);
    }

    private static long DivideAndConquer(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt) =>
        DivideAndConquer((byte)'S', a, s, u, vt);

    private static long DivideAndConquer(byte job, MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    {
        long m = a.RowCount;
        long n = a.ColumnCount;
        long min = Math.Min(m, n);
        long max = Math.Max(m, n);
        using Rented<float> single = new(Scalar<T>.IsSingle ? min : 0);
        using Rented<double> realWork = new(Scalar<T>.IsComplex ? min * Math.Max((5 * min) + 7, (2 * max) + (2 * min) + 1) : 0);
        using Rented<long> integerWork = new(8 * min);
        long info;
        fixed (T* pa = &Reference(a), pu = &Reference(u), pv = &Reference(vt))
        fixed (double* values = s)
        fixed (float* singleValues = single)
        fixed (double* pr = realWork)
        fixed (long* pi = integerWork)
        {
            void* ps = Scalar<T>.IsSingle ? singleValues : values;
            T query;
            CheckInfo(Native<T>.Gesdd(
                job, m, n, pa, a.LeadingDimension, ps, pu, u.LeadingDimension, pv, vt.LeadingDimension, &query, -1, pr, pi), "gesdd");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                info = Native<T>.Gesdd(
                    job, m, n, pa, a.LeadingDimension, ps, pu, u.LeadingDimension, pv, vt.LeadingDimension, pw, work.Length, pr, pi);
            }
        }

        Widen(single.Span, s);
        CheckInfo(Math.Min(info, 0), "gesdd");
        return info;
    }

    internal static long QRIteration(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt) =>
        QRIteration((byte)'S', a, s, u, vt);

    private static long QRIteration(byte job, MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    {
        long m = a.RowCount;
        long n = a.ColumnCount;
        long min = Math.Min(m, n);
        using Rented<float> single = new(Scalar<T>.IsSingle ? min : 0);
        using Rented<double> realWork = new(Scalar<T>.IsComplex ? 5 * min : 0);
        long info;
        fixed (T* pa = &Reference(a), pu = &Reference(u), pv = &Reference(vt))
        fixed (double* values = s)
        fixed (float* singleValues = single)
        fixed (double* pr = realWork)
        {
            void* ps = Scalar<T>.IsSingle ? singleValues : values;
            T query;
            CheckInfo(Native<T>.Gesvd(
                job, m, n, pa, a.LeadingDimension, ps, pu, u.LeadingDimension, pv, vt.LeadingDimension, &query, -1, pr), "gesvd");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                info = Native<T>.Gesvd(
                    job, m, n, pa, a.LeadingDimension, ps, pu, u.LeadingDimension, pv, vt.LeadingDimension, pw, work.Length, pr);
            }
        }

        Widen(single.Span, s);
        CheckInfo(Math.Min(info, 0), "gesvd");
        return info;
    }

    private static void Widen(ReadOnlySpan<float> single, Span<double> values)
    {
        for (int i = 0; i < single.Length; i++)
        {
            values[i] = single[i];
        }
    }
}
