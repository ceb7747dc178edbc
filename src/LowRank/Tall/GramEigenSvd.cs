using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;

namespace LowRank.Tall;

/// <summary>
/// The thin SVD of a well-conditioned matrix from the eigenvectors of its Gram matrix, in 0.55 (single) to 0.75 (double) of the time of
/// <c>gesdd</c> at n = 500: bidiagonalisation reads the whole matrix for each column, the eigenvectors take half of that and the rest is
/// products.
/// </summary>
/// <remarks>
/// The eigenvectors V of AᴴA are orthonormal to rounding, and A V has columns that are orthogonal to ε σ₁². Divided by their lengths they
/// are orthonormal to ε κ², and one step of Newton and Schulz, U := U (3I − UᴴU)/2, squares that. It moves A − U Σ Vᴴ by ε κ σ₁, so κ
/// must be small; beyond <see cref="TallTuning.LargestGramCondition"/> the caller takes LAPACK's driver. The lengths are Rayleigh
/// quotients: σ is right to ε σ₁.
/// </remarks>
internal static class GramEigenSvd<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>A = U diag(s) VT for m ≥ n and any layouts. False, with nothing that counts written, where A is too small or too
    /// ill-conditioned.</summary>
    public static bool TryCompute(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    {
        int m = a.RowCount;
        int n = a.ColumnCount;
        TallTuning tuning = Tuning<TallTuning>.Current;
        if (n < tuning.SmallestGramSize)
        {
            return false;
        }

        using Rented<T> gramMemory = new((long)n * n);
        using Rented<T> vectorMemory = new((long)n * n);
        MatrixSpan<T> gram = Columns(gramMemory, n, n);
        MatrixSpan<T> v = Columns(vectorMemory, n, n);
        Kernels<T>.Gram(a, gram);
        Kernels<T>.Copy(gram, v);
        if (!IsWellConditioned(gram, tuning) || !TryEigenvectors(v, s, tuning.LargestGramCondition))
        {
            return false;
        }

        using Rented<T> imageMemory = new((long)m * n);
        MatrixSpan<T> image = Columns(imageMemory, m, n);
        Kernels<T>.Gemm(T.One, a, v, T.Zero, image);
        Normalize(image, s);
        Kernels<T>.Gram(image, gram);
        Kernels<T>.MirrorUpper(gram, 0, n);

        // (3I − UᴴU)/2 in the place of UᴴU, so that U is written once.
        T half = Scalar<T>.FromDouble(0.5);
        for (int j = 0; j < n; j++)
        {
            Kernels<T>.ScaleVector(-half, gram.Major(j));
            gram.Major(j)[j] += T.One + half;
        }

        Kernels<T>.Gemm(T.One, image, gram, T.Zero, u);
        Kernels<T>.Copy(v.ConjugateTranspose(), vt);
        return true;
    }

    /// <summary>A cheap look, by the Cholesky factor, which replaces the Gram matrix; it lets through a little too much.</summary>
    private static bool IsWellConditioned(MatrixSpan<T> gram, TallTuning tuning)
    {
        for (int j = 0; j < gram.ColumnCount; j++)
        {
            // Squares that overflowed, or lost their digits to underflow; NaN.
            if (!(Scalar<T>.ToDouble(gram[j, j]) is > 1e-30 and < 1e30))
            {
                return false;
            }
        }

        double allowed = tuning.GramConditionSlack * tuning.LargestGramCondition * Math.Sqrt(gram.ColumnCount);
        return Kernels<T>.TryCholesky(gram) && Kernels<T>.ReciprocalConditionUpper(gram) * allowed >= 1;
    }

    /// <summary>Eigenvectors of the Gram matrix in place, those of the largest eigenvalues first, if the condition number is small
    /// indeed.</summary>
    private static bool TryEigenvectors(MatrixSpan<T> gram, Span<double> eigenvalues, double largestCondition)
    {
        try
        {
            Kernels<T>.Eigh(gram, eigenvalues);
        }
        catch (NonConvergenceException)
        {
            // The SVD has drivers of its own to try.
            return false;
        }

        if (!(eigenvalues[0] * largestCondition * largestCondition >= eigenvalues[^1]))
        {
            return false;
        }

        int n = gram.ColumnCount;
        using Rented<T> memory = new(gram.RowCount);
        for (int j = 0; j < n / 2; j++)
        {
            Span<T> first = gram.Major(j);
            Span<T> last = gram.Major(n - 1 - j);
            first.CopyTo(memory.Span);
            last.CopyTo(first);
            memory.Span.CopyTo(last);
        }

        return true;
    }

    /// <summary>Divides the columns by their lengths, which are the singular values, descending but for rounding.</summary>
    private static void Normalize(MatrixSpan<T> image, Span<double> s)
    {
        Kernels<T>.ColumnSquares(image, s);
        for (int j = 0; j < s.Length; j++)
        {
            s[j] = Math.Sqrt(s[j]);
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / s[j]), image.Major(j));
        }

        s.Sort((left, right) => right.CompareTo(left));
    }

    private static MatrixSpan<T> Columns(Rented<T> memory, int rows, int columns) =>
        new(memory.Span, rows, columns, MatrixLayout.ColumnMajor, rows);
}
