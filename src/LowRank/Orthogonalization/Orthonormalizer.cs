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

    // Columns that are orthogonal but for so much, whatever their lengths, are brought to rounding by one pass: its error grows with the square of their condition, here at most 1.2,
    // and Cholesky factorisation does not mind their lengths (van der Sluis 1969).
    private const double NearlyOrthogonal = 0.1;

    /// <summary>
    /// Y := an orthonormal basis of its columns (m × l, m ≥ l); always l orthonormal columns, whatever the rank of Y.
    /// CholeskyQR2, one pass of it for columns that are nearly orthogonal already, and Householder QR where it cannot work. If <paramref name="r"/> is given (l × l), Y_before = Y_after R.
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
        if (!HasUsableDiagonal(first))
        {
            return false;
        }

        bool isOnePassEnough = Skewness(first) <= NearlyOrthogonal;
        if (!Kernels<T>.TryCholesky(first.Span))
        {
            return false;
        }

        // Row by row this solve is backward stable, so Y = (Y R⁻¹) R to rounding even where Y R⁻¹ is far from orthonormal, and then
        // Householder QR of Y R⁻¹ goes on from here: no copy of Y is kept.
        Kernels<T>.SolveUpperFromRight(first.Span, y.Span);
        if (isOnePassEnough)
        {
            if (r is not null)
            {
                CopyUpper(first, r);
            }

            return true;
        }

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
            CopyUpper(first, r);
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

    /// <summary>‖D⁻¹GD⁻¹ − I‖_F from the upper triangle of G, where D² is its diagonal.</summary>
    private static double Skewness(DenseMatrix<T> gram)
    {
        int l = gram.ColumnCount;
        Span<double> diagonal = l <= 512 ? stackalloc double[l] : new double[l];
        double sum = 0;
        for (int j = 0; j < l; j++)
        {
            ReadOnlySpan<T> column = gram.Span.Major(j);
            diagonal[j] = Scalar<T>.ToDouble(column[j]);
            for (int i = 0; i < j; i++)
            {
                double entry = Scalar<T>.Abs(column[i]);
                sum += 2 * (entry / diagonal[i]) * (entry / diagonal[j]);
            }
        }

        return Math.Sqrt(sum);
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
}
