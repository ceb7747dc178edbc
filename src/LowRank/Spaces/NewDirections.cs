using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>What a block has outside a basis; where that is nothing, random directions that have not been used yet.</summary>
/// <param name="seed">The user's seed.</param>
/// <param name="drawn">How many columns of its Gaussian matrix have been used.</param>
/// <param name="context">The running call.</param>
internal sealed class NewDirections<T>(ulong seed, int drawn, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    private int _drawn = drawn;

    /// <summary>
    /// y := orthonormal columns, orthogonal to the basis, that span what y has outside it; y_before ≈ y_after r but for what the basis
    /// takes. Columns that have nothing outside it are replaced by random ones, so that a Krylov space that is exhausted goes on in new
    /// directions.
    /// </summary>
    public void Orthonormalize(TallBlock<T> y, TallBlock<T> basis, DenseMatrix<T> r)
    {
        SpacesTuning tuning = Tuning<SpacesTuning>.Current;
        using Workspace<T> scratch = new();
        DenseMatrix<T> factor = r;
        double before = y.FrobeniusNorm();
        for (int pass = 0; pass < tuning.MostPasses; pass++)
        {
            if (basis.ColumnCount > 0)
            {
                y.Deflate(basis, scratch);
            }

            Orthonormalizer<T>.Orthonormalize(y, factor);
            double smallest = SmallestDiagonal(factor);
            if (y.Space.Agree(smallest <= before * 10 * Scalar<T>.Epsilon))
            {
                ReplaceDependent(y, factor, before);
                Kernels<T>.Fill(T.Zero, r.Span);
            }
            else
            {
                if (pass > 0)
                {
                    Kernels<T>.MultiplyUpper(factor.Span, r.Span);
                }

                if (y.Space.Agree(smallest * tuning.ReorthogonalizationRatio * Math.Sqrt(y.ColumnCount) >= before))
                {
                    return;
                }
            }

            factor = scratch.Rent(y.ColumnCount, y.ColumnCount);
            before = y.FrobeniusNorm();
        }
    }

    /// <summary>
    /// Multiplies y out again, y := y r, and draws the columns anew that had nothing outside the ones before them. (Drawing them in the
    /// orthonormal y would take from the columns after them what they have along the direction that goes.)
    /// </summary>
    private void ReplaceDependent(TallBlock<T> y, DenseMatrix<T> r, double norm)
    {
        double length = norm == 0 ? 1 : norm / Math.Sqrt((double)y.ColumnCount * y.Space.Count);
        Kernels<T>.MultiplyUpperFromRight(r.Span, y.Local.Span);
        for (int j = 0; j < y.ColumnCount; j++)
        {
            if (y.Space.Agree(!(Scalar<T>.Abs(r[j, j]) > norm * 10 * Scalar<T>.Epsilon)))
            {
                Draw(y.AsColumns(j, 1));
                Kernels<T>.Scale(Scalar<T>.FromDouble(length), y.AsColumns(j, 1).Local.Span);
            }
        }
    }

    private static double SmallestDiagonal(DenseMatrix<T> r)
    {
        double smallest = double.PositiveInfinity;
        for (int j = 0; j < r.ColumnCount; j++)
        {
            smallest = Math.Min(smallest, Scalar<T>.Abs(r[j, j]));
        }

        return smallest;
    }

    /// <summary>Fills columns with Gaussian numbers that have not been used yet.</summary>
    public void Draw(TallBlock<T> columns)
    {
        new GaussianSketch<T>(seed, RandomStream.Sketch).Fill(
            columns.Local, _drawn, context.MaxDegreeOfParallelism, columns.Space);
        _drawn += columns.ColumnCount;
    }
}
