using System.Diagnostics;
using System.Numerics;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>
    /// LU with partial pivoting in place, P A = L U, for any shape: U in the upper triangle, L below its unit diagonal. Row i was
    /// exchanged with row exchanges[i], for i = 0, 1, … in turn. False where a pivot is exactly zero: then the factors are right, but U
    /// cannot be inverted.
    /// </summary>
    public static bool LuFactor(MatrixSpan<T> a, Span<int> exchanges)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        Debug.Assert(exchanges.Length == Math.Min(a.RowCount, a.ColumnCount), "one exchange a pivot");
        if (a.IsEmpty)
        {
            return true;
        }

        using Rented<long> numbers = new(exchanges.Length);
        long info;
        fixed (T* pa = &Reference(a))
        fixed (long* pp = numbers)
        {
            info = Native<T>.Getrf(a.RowCount, a.ColumnCount, pa, a.LeadingDimension, pp);
        }

        CheckInfo(Math.Min(info, 0), "getrf");
        for (int i = 0; i < exchanges.Length; i++)
        {
            exchanges[i] = (int)(numbers.Span[i] - 1);
        }

        return info == 0;
    }

    /// <summary>B := A⁻¹ B, with A as <see cref="LuFactor"/> left it, square.</summary>
    public static void LuSolve(MatrixSpan<T> lu, ReadOnlySpan<int> exchanges, MatrixSpan<T> b)
    {
        EnsureLoaded();
        AssertWorkspace(lu);
        AssertWorkspace(b);
        if (b.IsEmpty)
        {
            return;
        }

        using Rented<long> numbers = Numbers(exchanges);
        fixed (T* pa = &Reference(lu), pb = &Reference(b))
        fixed (long* pp = numbers)
        {
            CheckInfo(Native<T>.Getrs((byte)'N', lu.RowCount, b.ColumnCount, pa, lu.LeadingDimension, pp, pb, b.LeadingDimension), "getrs");
        }
    }

    /// <summary>A⁻¹ in place, with A as <see cref="LuFactor"/> left it, square and without a zero pivot.</summary>
    public static void LuInvert(MatrixSpan<T> lu, ReadOnlySpan<int> exchanges)
    {
        EnsureLoaded();
        AssertWorkspace(lu);
        if (lu.IsEmpty)
        {
            return;
        }

        using Rented<long> numbers = Numbers(exchanges);
        fixed (T* pa = &Reference(lu))
        fixed (long* pp = numbers)
        {
            T query;
            CheckInfo(Native<T>.Getri(lu.RowCount, pa, lu.LeadingDimension, pp, &query, -1), "getri");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(Native<T>.Getri(lu.RowCount, pa, lu.LeadingDimension, pp, pw, work.Length), "getri");
            }
        }
    }

    /// <summary>B := A⁻¹ B, with the upper factor R of A = RᴴR as <see cref="TryCholesky"/> left it.</summary>
    public static void CholeskySolve(MatrixSpan<T> r, MatrixSpan<T> b)
    {
        EnsureLoaded();
        AssertWorkspace(r);
        AssertWorkspace(b);
        if (b.IsEmpty)
        {
            return;
        }

        fixed (T* pr = &Reference(r), pb = &Reference(b))
        {
            CheckInfo(Native<T>.Potrs(r.RowCount, b.ColumnCount, pr, r.LeadingDimension, pb, b.LeadingDimension), "potrs");
        }
    }

    /// <summary>An estimate of 1 / (‖R‖₁ ‖R⁻¹‖₁) for an upper triangular R, at O(n²): hardly ever too small by more than a factor of 3; 0
    /// for a singular R.</summary>
    public static double ReciprocalConditionUpper(MatrixSpan<T> r)
    {
        EnsureLoaded();
        AssertWorkspace(r);
        if (r.IsEmpty)
        {
            return 1;
        }

        using Rented<T> work = new(3L * r.RowCount);
        using Rented<double> realWork = new(r.RowCount);
        using Rented<long> integerWork = new(r.RowCount);
        double reciprocal;
        fixed (T* pr = &Reference(r), pw = work)
        fixed (double* px = realWork)
        fixed (long* pi = integerWork)
        {
            CheckInfo(Native<T>.Trcon(r.RowCount, pr, r.LeadingDimension, &reciprocal, pw, px, pi), "trcon");
        }

        return reciprocal;
    }

    /// <summary>
    /// The eigenvalues of a general square matrix, which is destroyed, and its right eigenvectors where <paramref name="vectors"/> is not
    /// empty. For real types a conjugate pair of eigenvectors stands in two columns: their real part, then their imaginary part (LAPACK's
    /// <c>geev</c>).
    /// </summary>
    public static void Eig(MatrixSpan<T> a, Span<Complex> eigenvalues, MatrixSpan<T> vectors)
    {
        EnsureLoaded();
        AssertWorkspace(a);
        AssertWorkspace(vectors);
        if (a.IsEmpty)
        {
            return;
        }

        int n = a.RowCount;
        byte job = vectors.IsEmpty ? (byte)'N' : (byte)'V';
        using Rented<T> values = new(n);
        using Rented<T> imaginaryParts = new(n);
        using Rented<double> realWork = new(Scalar<T>.IsComplex ? 2L * n : 0);
        fixed (T* pa = &Reference(a), pv = &Reference(vectors), px = values, py = imaginaryParts)
        fixed (double* pr = realWork)
        {
            T query;
            long ldv = Math.Max(1, vectors.LeadingDimension);
            CheckInfo(Native<T>.Geev(job, n, pa, a.LeadingDimension, px, py, pv, ldv, &query, -1, pr), "geev");
            using Rented<T> work = new(QueriedLength(query));
            fixed (T* pw = work)
            {
                CheckInfo(Native<T>.Geev(job, n, pa, a.LeadingDimension, px, py, pv, ldv, pw, work.Length, pr), "geev");
            }
        }

        for (int i = 0; i < n; i++)
        {
            eigenvalues[i] = Scalar<T>.IsComplex
                ? Complex.CreateTruncating(values.Span[i])
                : new Complex(Scalar<T>.ToDouble(values.Span[i]), Scalar<T>.ToDouble(imaginaryParts.Span[i]));
        }
    }

    private static Rented<long> Numbers(ReadOnlySpan<int> exchanges)
    {
        Rented<long> numbers = new(exchanges.Length);
        for (int i = 0; i < exchanges.Length; i++)
        {
            numbers.Span[i] = exchanges[i] + 1;
        }

        return numbers;
    }
}
