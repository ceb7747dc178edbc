using System.Diagnostics;
using System.Numerics;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>Householder QR in place: R in the upper triangle, the reflectors below it. tau has min(m, n) numbers.</summary>
    public static void QrFactor(MatrixSpan<T> a, Span<T> tau)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        if (a.IsEmpty)
        {
            return;
        }

        fixed (T* pa = &Reference(a), pt = tau)
        {
            T query;
            CheckInfo(Native<T>.Geqrf(a.RowCount, a.ColumnCount, pa, a.LeadingDimension, pt, &query, -1), "geqrf");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(Native<T>.Geqrf(a.RowCount, a.ColumnCount, pa, a.LeadingDimension, pt, pw, work.Length), "geqrf");
            }
        }
    }

    /// <summary>
    /// QR with column pivoting in place, A Π = Q R: <paramref name="pivots"/>[k] is the column of A that became column k.
    /// </summary>
    public static void PivotedQrFactor(MatrixSpan<T> a, Span<int> pivots, Span<T> tau)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        Debug.Assert(pivots.Length == a.ColumnCount, "one pivot a column");
        for (int j = 0; j < pivots.Length; j++)
        {
            pivots[j] = j;
        }

        if (a.IsEmpty)
        {
            return;
        }

        // 0 marks a column as free to move; on return the numbers count from 1.
        using Rented<long> numbers = new(a.ColumnCount);
        using Rented<double> realWork = new(Scalar<T>.IsComplex ? 2L * a.ColumnCount : 0);
        numbers.Span.Clear();
        fixed (T* pa = &Reference(a), pt = tau)
        fixed (long* pp = numbers)
        fixed (double* pr = realWork)
        {
            T query;
            CheckInfo(Native<T>.Geqp3(a.RowCount, a.ColumnCount, pa, a.LeadingDimension, pp, pt, &query, -1, pr), "geqp3");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(Native<T>.Geqp3(a.RowCount, a.ColumnCount, pa, a.LeadingDimension, pp, pt, pw, work.Length, pr), "geqp3");
            }
        }

        for (int j = 0; j < pivots.Length; j++)
        {
            pivots[j] = (int)(numbers.Span[j] - 1);
        }
    }

    /// <summary>Overwrites the m × k reflectors of <see cref="QrFactor"/> by the first k columns of Q.</summary>
    public static void QrFormQ(MatrixSpan<T> a, ReadOnlySpan<T> tau)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        Debug.Assert(a.RowCount >= a.ColumnCount, "the thin Q has no more columns than rows");
        if (a.IsEmpty)
        {
            return;
        }

        long k = Math.Min(tau.Length, a.ColumnCount);
        fixed (T* pa = &Reference(a), pt = tau)
        {
            T query;
            CheckInfo(Native<T>.Orgqr(a.RowCount, a.ColumnCount, k, pa, a.LeadingDimension, pt, &query, -1), "orgqr");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(Native<T>.Orgqr(a.RowCount, a.ColumnCount, k, pa, a.LeadingDimension, pt, pw, work.Length), "orgqr");
            }
        }
    }

    /// <summary>C := Q C, or Qᴴ C, with Q as <see cref="QrFactor"/> left it.</summary>
    public static void QrApplyQ(MatrixSpan<T> reflectors, ReadOnlySpan<T> tau, bool adjoint, MatrixSpan<T> c)
    {
        EnsureLoaded();
        AssertWorkspace(reflectors);
        AssertWorkspace(c);
        if (c.IsEmpty || tau.IsEmpty)
        {
            return;
        }

        fixed (T* pa = &Reference(reflectors), pt = tau, pc = &Reference(c))
        {
            T query;
            long lda = reflectors.LeadingDimension;
            CheckInfo(Native<T>.Ormqr(adjoint, c.RowCount, c.ColumnCount, tau.Length, pa, lda, pt, pc, c.LeadingDimension, &query, -1),
                "ormqr");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(
                    Native<T>.Ormqr(adjoint, c.RowCount, c.ColumnCount, tau.Length, pa, lda, pt, pc, c.LeadingDimension, pw, work.Length),
                        "ormqr");
            }
        }
    }

    /// <summary>The upper Cholesky factor of a Hermitian matrix whose upper triangle is given, in place; false if it is not positive
    /// definite.</summary>
    public static bool TryCholesky(MatrixSpan<T> a)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        if (a.IsEmpty)
        {
            return true;
        }

        fixed (T* pa = &Reference(a))
        {
            long info = Native<T>.Potrf(a.RowCount, pa, a.LeadingDimension);
            CheckInfo(Math.Min(info, 0), "potrf");
            return info == 0;
        }
    }
}
