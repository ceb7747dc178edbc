using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>
/// The exchanges of the strong rank-revealing QR (Gu and Eisenstat 1996): a chosen column is exchanged for another as long as that
/// makes |det R₁₁| grow by more than a factor f, so that in the end every coefficient is at most f and R₁₁ is within √(1 + f²k(n − k)) of
/// the best. A chosen column that depends on the others gives way first, to the one that they leave most of: that makes the determinant
/// grow from zero.
/// </summary>
internal sealed class StrongSwaps<T>(SelectionProblem<T> problem, double bound)
    where T : unmanaged, INumberBase<T>
{
    private readonly RunContext _context = problem.Context.Part(1, 1);

    /// <summary>Exchanges until none is left to do; also the number of exchanges. Each costs one fit: a product of A with k
    /// columns.</summary>
    public (SkeletonBasis<T> Basis, int Count) Improve(SkeletonBasis<T> basis)
    {
        int count = 0;
        while (basis.NumericalRank < basis.Columns.Length && LargestOutside(basis) is var left && left >= 0)
        {
            SkeletonBasis<T> independent = Exchange(basis, basis.NumericalRank, left, count);
            if (independent.NumericalRank <= basis.NumericalRank)
            {
                break; // what was left of that column is rounding after all
            }

            basis = independent;
            count++;
        }

        while (Worst(basis) is var (inside, outside) && inside >= 0)
        {
            basis = Exchange(basis, inside, outside, count);
            count++;
        }

        return (basis, count);
    }

    private SkeletonBasis<T> Exchange(SkeletonBasis<T> basis, int inside, int outside, int done)
    {
        _context.Step($"exchange {done + 1}", 0, 1);
        int[] columns = [.. basis.Columns];
        columns[inside] = outside;
        return SkeletonFit<T>.Of(
            problem.A, problem.Source, problem.Norm, columns, problem.Options.Seed, _context.Part(0, 0), problem.Workspace);
    }

    /// <summary>The column of which the chosen ones leave most, or −1 where that is no more than rounding.</summary>
    private int LargestOutside(SkeletonBasis<T> basis)
    {
        using Workspace<T> workspace = new();
        double first = basis.NumericalRank == 0 ? 0 : Scalar<T>.Abs(basis.Triangle(1, workspace).Span[0, 0]);
        double largest = Scalar<T>.Rounding(problem.Size) * first;
        double[] gamma = ResidualNorms(basis);
        bool[] isChosen = Chosen(basis);
        int outside = -1;
        for (int j = 0; j < gamma.Length; j++)
        {
            if (!isChosen[j] && gamma[j] > largest)
            {
                (largest, outside) = (gamma[j], j);
            }
        }

        return outside;
    }

    private bool[] Chosen(SkeletonBasis<T> basis)
    {
        bool[] isChosen = new bool[problem.A.ColumnCount];
        foreach (int column in basis.Columns)
        {
            isChosen[column] = true;
        }

        return isChosen;
    }

    /// <summary>The exchange that makes the determinant grow most, or (−1, −1) where none makes it grow by more than f.</summary>
    private (int Inside, int Outside) Worst(SkeletonBasis<T> basis)
    {
        int k = basis.NumericalRank;
        int n = problem.A.ColumnCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> triangle = basis.Triangle(k, workspace);
        DenseMatrix<T> t = workspace.Rent(k, n);
        Kernels<T>.Copy(basis.AdjointProduct.AsColumns(0, k).Span.ConjugateTranspose(), t.Span);
        Kernels<T>.SolveUpper(triangle.Span, t.Span);
        DenseMatrix<T> inverse = workspace.Rent(k, k);
        Kernels<T>.Fill(T.Zero, inverse.Span);
        for (int i = 0; i < k; i++)
        {
            inverse.Span[i, i] = T.One;
        }

        Kernels<T>.SolveUpper(triangle.Span, inverse.Span);
        double[] omega = new double[k];
        DenseMatrix<T> rows = workspace.Rent(k, k);
        Kernels<T>.Copy(inverse.Span.Transpose(), rows.Span);
        for (int i = 0; i < k; i++)
        {
            omega[i] = Kernels<T>.FrobeniusNorm(rows.Span.Columns(i, 1));
        }

        double[] gamma = ResidualNorms(basis);
        bool[] isChosen = Chosen(basis);
        double largest = bound * (1 + (problem.Tuning.SwapSlackUnits * Scalar<T>.Epsilon));
        (int, int) worst = (-1, -1);
        for (int j = 0; j < n; j++)
        {
            if (isChosen[j])
            {
                continue;
            }

            ReadOnlySpan<T> column = t.Span.Major(j);
            for (int i = 0; i < k; i++)
            {
                double growth = double.Hypot(Scalar<T>.Abs(column[i]), gamma[j] * omega[i]);
                if (growth > largest)
                {
                    largest = growth;
                    worst = (i, j);
                }
            }
        }

        return worst;
    }

    /// <summary>The norm of what each column has outside the chosen ones: formed, not downdated, since the product with 1/σ_min must be
    /// right.</summary>
    private double[] ResidualNorms(SkeletonBasis<T> basis)
    {
        int k = basis.NumericalRank;
        double[] norms = new double[problem.A.ColumnCount];
        ColumnPieces<T>.Visit(problem.A, problem.Source, (start, piece) =>
        {
            Kernels<T>.Gemm(
                -T.One, basis.Q.AsColumns(0, k).Span,
                    basis.AdjointProduct.AsColumns(0, k).Span.Rows(start, piece.ColumnCount).ConjugateTranspose(), T.One, piece.Span);
            new TallBlock<T>(piece, problem.Rows).ColumnNorms().CopyTo(norms, start);
        });
        return norms;
    }
}
