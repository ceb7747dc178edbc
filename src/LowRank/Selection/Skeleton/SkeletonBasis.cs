using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// Chosen columns C = A[:, J] with an orthonormal basis of them and what it makes of A: all that an interpolative decomposition or a CUR
/// needs. The bases are nested: the first j columns of Q span the first j chosen columns. Matrices may belong to the workspace that they
/// were asked from.
/// </summary>
/// <param name="Columns">J, most important first. Those from <paramref name="NumericalRank"/> on depend on the others, to rounding.</param>
/// <param name="NumericalRank">How many of them are numerically independent: r.</param>
/// <param name="Skeleton">C, m × |J|.</param>
/// <param name="Q">m × l, l ≥ r, orthonormal columns; the first r span the first r columns of C. Without columns where
/// <see cref="SelectionNeed"/> leaves it out.</param>
/// <param name="AdjointProduct">AᴴQ, n × l.</param>
/// <param name="Squares">‖row j of QᴴA‖² / ‖A‖²: what column j adds. After them there may be one more, what all of them leave; the
/// residual is then 0.</param>
/// <param name="Residual">‖A − QQᴴA‖.</param>
internal sealed record SkeletonBasis<T>(
    int[] Columns, int NumericalRank, DenseMatrix<T> Skeleton, DenseMatrix<T> Q, DenseMatrix<T> AdjointProduct, double[] Squares,
        Residual Residual)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>R with C = Q R for the first r columns: r × r, upper triangular, gathered from QᴴA, of which it is a part.</summary>
    public DenseMatrix<T> Triangle(int rank, Workspace<T> workspace)
    {
        DenseMatrix<T> triangle = workspace.Rent(rank, rank);
        for (int j = 0; j < rank; j++)
        {
            Span<T> column = triangle.Span.Major(j);
            column.Clear();
            for (int i = 0; i <= j; i++)
            {
                column[i] = Scalar<T>.Conjugate(AdjointProduct.Span[Columns[j], i]);
            }
        }

        return triangle;
    }

    /// <summary>The squared error, as a share of ‖A‖², that comes on top of the residual where only the first <paramref name="rank"/>
    /// columns of Q are used.</summary>
    public double Dropped(int rank)
    {
        double dropped = 0;
        for (int i = Squares.Length - 1; i >= rank; i--)
        {
            dropped += Squares[i];
        }

        return dropped;
    }

    /// <summary>The error of A projected on the independent ones of the columns.</summary>
    public ErrorEstimate Error(long size) => ResidualEstimator<T>.Estimate(Residual, Dropped(NumericalRank), size);

    /// <summary>The largest |z_ij| of Z = C⁺A, the identity in the chosen columns included.</summary>
    public double LargestCoefficient(Workspace<T> workspace)
    {
        DenseMatrix<T> z = workspace.Rent(NumericalRank, AdjointProduct.RowCount);
        Kernels<T>.Copy(AdjointProduct.AsColumns(0, NumericalRank).Span.ConjugateTranspose(), z.Span);
        Kernels<T>.SolveUpper(Triangle(NumericalRank, workspace).Span, z.Span);
        foreach (int column in Columns)
        {
            z.Span.Major(column).Clear();
        }

        return Columns.Length == 0 ? 0 : Math.Max(1, Kernels<T>.LargestMagnitude(z.Span));
    }

    /// <summary>‖column j‖² / norm² for every column.</summary>
    public static double[] ColumnShares(DenseMatrix<T> matrix, double norm)
    {
        double[] shares = new double[matrix.ColumnCount];
        for (int j = 0; norm > 0 && j < shares.Length; j++)
        {
            double share = Kernels<T>.FrobeniusNorm(matrix.Span.Columns(j, 1)) / norm;
            shares[j] = share * share;
        }

        return shares;
    }

    /// <summary>The chosen columns, and after them as many others, lowest first, as are wanted to make up a number.</summary>
    public static int[] FillUp(IReadOnlyList<int> columns, int count, int columnCount)
    {
        bool[] isChosen = new bool[columnCount];
        List<int> filled = [.. columns];
        foreach (int column in columns)
        {
            isChosen[column] = true;
        }

        for (int j = 0; filled.Count < count; j++)
        {
            if (!isChosen[j])
            {
                filled.Add(j);
            }
        }

        return [.. filled];
    }
}
