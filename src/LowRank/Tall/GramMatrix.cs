using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tall;

/// <summary>What Gram matrices G = YᴴY tell, from their upper triangles, of the QR of Y by their Cholesky factors.</summary>
internal static class GramMatrix
{
    /// <summary>
    /// After one Cholesky QR pass ‖QᴴQ − I‖ must be this small for the next to bring it to rounding
    /// (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya 2015, section 3: it is if κ(Y) is below about ε^(−1/2) / 8).
    /// </summary>
    public const double LargestDefect = 0.5;

    /// <summary>Whether the squares on the diagonal neither overflowed nor lost their digits to underflow.</summary>
    public static bool HasUsableDiagonal<T>(DenseMatrix<T> gram)
        where T : unmanaged, INumberBase<T>
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

    /// <summary>‖G − I‖_F; NaN where G holds one.</summary>
    public static double Defect<T>(DenseMatrix<T> gram)
        where T : unmanaged, INumberBase<T>
    {
        double sum = 0;
        for (int j = 0; j < gram.ColumnCount; j++)
        {
            ReadOnlySpan<T> column = gram.Span.Major(j);
            double diagonal = Scalar<T>.Abs(column[j] - T.One);
            sum += (2 * Kernels<T>.SumOfSquares(column[..j])) + (diagonal * diagonal);
        }

        return Math.Sqrt(sum);
    }
}
