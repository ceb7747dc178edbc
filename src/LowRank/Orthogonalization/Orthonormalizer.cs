using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Orthogonalization;

/// <summary>Orthonormal bases of the columns of tall workspaces.</summary>
internal static class Orthonormalizer<T>
    where T : unmanaged, INumberBase<T>
{
    // After one Cholesky QR pass ‖QᴴQ − I‖ must be this small for the second to bring it to rounding
    // (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya 2015, section 3: it is if κ(Y) is below about ε^(−1/2) / 8).
    private const double LargestDefect = 0.5;

    /// <summary>
    /// Y := an orthonormal basis of its columns (m × l, m ≥ l); always l orthonormal columns, whatever the rank of Y.
    /// CholeskyQR2, and Householder QR where that cannot work. If <paramref name="r"/> is given (l × l), Y_before = Y_after R.
    /// </summary>
    public static void Orthonormalize(DenseMatrix<T> y, DenseMatrix<T>? r = null)
    {
        if (!TryCholeskyQr2(y, r))
        {
            Householder(y, r);
        }
    }

    /// <summary>The same by Householder QR alone: R keeps every digit of ill-conditioned columns.</summary>
    public static void Householder(DenseMatrix<T> y, DenseMatrix<T>? r = null)
    {
        using Rented<T> tau = new(y.ColumnCount);
        Kernels<T>.QrFactor(y.Span, tau.Span);
        if (r is not null)
        {
            CopyUpper(y, r);
        }

        Kernels<T>.QrFormQ(y.Span, tau.Span);
    }

    /// <summary>r := the upper triangle of the leading rows of <paramref name="source"/>, zeros below.</summary>
    public static void CopyUpper(DenseMatrix<T> source, DenseMatrix<T> r)
    {
        Kernels<T>.Fill(T.Zero, r.Span);
        for (int j = 0; j < r.ColumnCount; j++)
        {
            int length = Math.Min(j + 1, r.RowCount);
            source.Span.Major(j)[..length].CopyTo(r.Span.Major(j));
        }
    }

    private static bool TryCholeskyQr2(DenseMatrix<T> y, DenseMatrix<T>? r)
    {
        int l = y.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> first = workspace.Rent(l, l);
        DenseMatrix<T> second = workspace.Rent(l, l);
        Kernels<T>.Gram(y.Span, first.Span);
        if (!HasUsableDiagonal(first) || !Kernels<T>.TryCholesky(first.Span))
        {
            return false;
        }

        // Row by row this solve is backward stable, so Y = (Y R⁻¹) R to rounding even where Y R⁻¹ is far from orthonormal, and then
        // Householder QR of Y R⁻¹ goes on from here: no copy of Y is kept.
        Kernels<T>.SolveUpperFromRight(first.Span, y.Span);
        Kernels<T>.Gram(y.Span, second.Span);
        if (Defect(second) <= LargestDefect && Kernels<T>.TryCholesky(second.Span))
        {
            Kernels<T>.SolveUpperFromRight(second.Span, y.Span);
        }
        else
        {
            Householder(y, second);
        }

        if (r is not null)
        {
            ClearLower(first);
            Kernels<T>.Copy(first.Span, r.Span);
            Kernels<T>.MultiplyUpper(second.Span, r.Span);
        }

        return true;
    }

    /// <summary>Whether the squares on a Gram matrix's diagonal neither overflowed nor lost their digits to underflow.</summary>
    private static bool HasUsableDiagonal(DenseMatrix<T> gram)
    {
        double smallest = Scalar<T>.IsSingle ? 1e-30 : 1e-290;
        for (int j = 0; j < gram.ColumnCount; j++)
        {
            double diagonal = Scalar<T>.ToDouble(gram.Span[j, j]);
            if (!double.IsFinite(diagonal) || diagonal < smallest)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>‖G − I‖_F from the upper triangle of G; NaN where G holds one.</summary>
    private static double Defect(DenseMatrix<T> gram)
    {
        double sum = 0;
        for (int j = 0; j < gram.ColumnCount; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double entry = Scalar<T>.Abs(i == j ? gram.Span[i, j] - T.One : gram.Span[i, j]);
                sum += (i == j ? 1 : 2) * entry * entry;
            }
        }

        return Math.Sqrt(sum);
    }

    private static void ClearLower(DenseMatrix<T> r)
    {
        for (int j = 0; j < r.ColumnCount; j++)
        {
            r.Span.Major(j)[(j + 1)..].Clear();
        }
    }
}
