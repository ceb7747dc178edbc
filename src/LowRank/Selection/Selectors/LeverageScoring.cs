using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Selection;

/// <summary>Columns by their leverage scores.</summary>
internal sealed class LeverageScoring<T>(ScoreRule rule) : ScoreSelector<T>(rule)
    where T : unmanaged, INumberBase<T>
{
    protected override double[] Scores(SelectionProblem<T> problem) => Of(
        problem, Math.Min(problem.Options.SubspaceRank ?? problem.Limit, problem.Smaller));

    /// <summary>h_j for every column, from γ = <paramref name="rank"/> singular vectors.</summary>
    public static double[] Of(SelectionProblem<T> problem, int rank)
    {
        if (problem.Options.LeverageScores == LeverageScoreKind.Ridge)
        {
            return Ridge(problem, rank);
        }

        SingularBasis<T> basis = problem.Options.LeverageScores == LeverageScoreKind.Exact
            ? SingularBasis<T>.Exact(problem, rank) : SingularBasis<T>.Approximate(problem, rank);
        return RowSquares(basis.V, basis.V.ColumnCount, _ => 1);
    }

    /// <summary>a_jᴴ (AAᴴ + λI)⁻¹ a_j = Σ_i |v_ji|² σ_i² / (σ_i² + λ).</summary>
    private static double[] Ridge(SelectionProblem<T> problem, int rank)
    {
        int min = problem.Smaller;
        SingularBasis<T> basis = SingularBasis<T>.Exact(problem, min);
        double largest = min == 0 ? 0 : basis.S[0];

        // Singular values that are rounding would otherwise be weighed against a λ that is rounding.
        double floor = Scalar<T>.Rounding(problem.Size) * largest;
        double[] shares = [.. basis.S.Select(s => s <= floor ? 0 : s / largest * (s / largest))];
        double lambda = rank == 0 ? double.PositiveInfinity : shares.Skip(rank).Reverse().Sum() / rank;
        return RowSquares(basis.V, min, i => shares[i] == 0 ? 0 : shares[i] / (shares[i] + lambda));
    }

    private static double[] RowSquares(DenseMatrix<T> v, int count, Func<int, double> factor)
    {
        double[] scores = new double[v.RowCount];
        for (int i = 0; i < count; i++)
        {
            double weight = factor(i);
            ReadOnlySpan<T> vector = v.Span.Major(i);
            for (int j = 0; j < vector.Length; j++)
            {
                double magnitude = Scalar<T>.Abs(vector[j]);
                scores[j] += weight * magnitude * magnitude;
            }
        }

        return scores;
    }
}
