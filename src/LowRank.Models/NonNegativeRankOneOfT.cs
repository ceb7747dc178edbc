using System.Numerics;
using LowRank.Approximations;
using LowRank.Errors;
using LowRank.Kernels;

namespace LowRank;

/// <summary>A rank-one approximation <c>C ≈ a b</c> without negative entries, of the same row and column sums as C.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class NonNegativeRankOne<T> : LowRankApproximation<T>
    where T : unmanaged, INumberBase<T>
{
    private NonNegativeRankOne(DenseMatrix<T> column, DenseMatrix<T> row, double divergence, ErrorEstimate error)
        : base(new FactoredProduct<T>(new Factor<T>(column), null, new Factor<T>(row)), error)
    {
        Column = column;
        Row = row;
        Divergence = divergence;
    }

    /// <summary>a, m × 1: the sums of the rows.</summary>
    public DenseMatrix<T> Column { get; }

    /// <summary>b, 1 × n: the sums of the columns over the sum of all. Its sum is 1.</summary>
    public DenseMatrix<T> Row { get; }

    /// <summary>The I-divergence of C from this approximation, which is the least of any of rank one: not negative, 0 where they are
    /// equal.</summary>
    public double Divergence { get; }

    internal static NonNegativeRankOne<T> Of(DenseMatrix<T> c, double norm, double[] rows, double[] columns, double total)
    {
        DenseMatrix<T> column = DenseMatrix.Create<T>(rows.Length, 1);
        DenseMatrix<T> row = DenseMatrix.Create<T>(1, columns.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            column[i, 0] = Scalar<T>.FromDouble(rows[i]);
        }

        for (int j = 0; j < columns.Length; j++)
        {
            row[0, j] = Scalar<T>.FromDouble(total == 0 ? 0 : columns[j] / total);
        }

        // By subtraction: an identity would cancel where the fit is good. c ≥ 0 with marginals of 0 has no entries there.
        double divergence = 0;
        double square = 0;
        MatrixSpan<T> span = c.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                double value = Scalar<T>.ToDouble(span[i, j]);
                double fitted = total == 0 ? 0 : rows[i] * (columns[j] / total);
                double difference = norm == 0 ? 0 : (value - fitted) / norm;
                square += difference * difference;
                divergence += value > 0 ? (value * Math.Log(value / fitted)) - value + fitted : fitted;
            }
        }

        double rounding = ResidualEstimator<T>.RoundingFloor(Math.Max(rows.Length, columns.Length));
        ErrorEstimate error = new(ErrorEstimateMethod.ExactIdentity, norm, square, 0, 0, rounding, rounding, norm);
        return new NonNegativeRankOne<T>(column, row, Math.Max(0, divergence), error);
    }
}
