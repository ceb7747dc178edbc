using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>The rank-one approximation of a non-negative matrix that keeps its row and column sums, as in the AdaFactor
/// optimiser.</summary>
public static class NonNegativeRankOne
{
    /// <summary>
    /// Minimises the I-divergence <c>Σ c_ij log(c_ij / (a_i b_j)) − c_ij + a_i b_j</c> in closed form: <c>a_i = Σ_j c_ij</c>, <c>b_j =
    /// Σ_i c_ij / Σ_ij c_ij</c>.
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>; <see cref="Complex"/> where all entries are
    /// real.</typeparam>
    /// <param name="c">An m × n matrix without negative entries; it is not changed.</param>
    /// <returns>The factors. Of a matrix of rank one they are exact; of zeros, zeros.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="c"/> is null.</exception>
    /// <exception cref="ArgumentException">An entry is negative, NaN or infinite.</exception>
    /// <remarks>
    /// Cost: some 4mn flops in three passes. The best approximation in the Frobenius norm is the leading singular pair, which is
    /// non-negative too; this one is cheaper, in closed form, and linear in the sums, so that these can be averaged over time.
    /// Source: Shazeer and Stern, "Adafactor", ICML 2018.
    /// </remarks>
    public static NonNegativeRankOne<T> Factor<T>(DenseMatrix<T> c)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(c);
        double norm = MatrixGuard.Finite(c, nameof(c));
        (double[] rows, double[] columns, double total) = Sums(c);
        if (!double.IsFinite(total))
        {
            throw new ArgumentException($"The sum of c ({MatrixGuard.Shape(c)}) overflows; scale the matrix down.", nameof(c));
        }

        return NonNegativeRankOne<T>.Of(c, norm, rows, columns, total);
    }

    private static (double[] Rows, double[] Columns, double Total) Sums<T>(DenseMatrix<T> c)
        where T : unmanaged, INumberBase<T>
    {
        double[] rows = new double[c.RowCount];
        double[] columns = new double[c.ColumnCount];
        MatrixSpan<T> span = c.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                double value = Scalar<T>.ToDouble(span[i, j]);
                if (!(value >= 0) || Scalar<T>.Abs(span[i, j]) != value)
                {
                    throw new ArgumentException(
                        $"c ({MatrixGuard.Shape(c)}) has the entry {span[i, j]} at row {i}, column {j}; no entry may be negative.",
                        nameof(c));
                }

                rows[i] += value;
                columns[j] += value;
            }
        }

        return (rows, columns, rows.Sum());
    }
}
