using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.ColumnRowProducts;

/// <summary>Probabilities by leverage: how much the dominant directions of X's rows and of Y's columns rest on each inner index.</summary>
internal static class LeverageProbabilities
{
    public static double[] Of<T>(TermProblem<T> problem)
        where T : unmanaged, INumberBase<T>
    {
        ColumnRowTuning tuning = Tuning<ColumnRowTuning>.Current;
        TermNorms norms = problem.Norms;
        double[] left = Scores(problem.X.Matrix, isAdjoint: !problem.X.IsAdjoint, tuning.LeverageDirections, problem);
        double[] right = Scores(problem.Y, isAdjoint: false, tuning.LeverageDirections, problem);
        double sum = left.Sum() + right.Sum();
        double[] probabilities = new double[norms.Count];
        for (int i = 0; i < probabilities.Length; i++)
        {
            double bySize = norms.IsZero ? 0 : norms.Weights[i] / norms.Sum;
            probabilities[i] = ((1 - tuning.DefensiveShare) * (left[i] + right[i]) / sum) + (tuning.DefensiveShare * bySize);
        }

        return probabilities;
    }

    /// <summary>The squared row norms of an orthonormal basis of AᴴΩ, or of AΩ: approximate leverage scores of the dominant
    /// directions.</summary>
    private static double[] Scores<T>(DenseMatrix<T> a, bool isAdjoint, int directions, TermProblem<T> problem)
        where T : unmanaged, INumberBase<T>
    {
        int inner = isAdjoint ? a.ColumnCount : a.RowCount;
        int outer = isAdjoint ? a.RowCount : a.ColumnCount;
        int count = Math.Min(directions, Math.Min(inner, outer));
        using Workspace<T> workspace = new();
        DenseMatrix<T> sketch = workspace.Rent(outer, count);
        new GaussianSketch<T>(problem.Options.Seed, RandomStream.ColumnRowControl)
            .Fill(sketch, 0, problem.Context.MaxDegreeOfParallelism);
        DenseMatrix<T> basis = workspace.Rent(inner, count);
        if (isAdjoint)
        {
            a.MultiplyAdjoint(sketch, basis);
        }
        else
        {
            a.Multiply(sketch, basis);
        }

        Orthonormalizer<T>.Orthonormalize(basis);
        double[] norms = ParallelNorms.Columns(basis.Transpose(), 1);
        return Array.ConvertAll(norms, norm => norm * norm);
    }
}
