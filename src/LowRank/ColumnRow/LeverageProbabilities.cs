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
    private const int Directions = 10;

    // What is drawn by size all the same, so that no term's weight can run away (a defensive mixture, Owen and Zhou 2000).
    private const double DefensiveShare = 0.1;

    public static double[] Of<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms, ulong seed, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        double[] left = Scores(x.Matrix, seed, isAdjoint: !x.IsAdjoint, context);
        double[] right = Scores(y, seed, isAdjoint: false, context);
        double sum = left.Sum() + right.Sum();
        double[] probabilities = new double[norms.Count];
        for (int i = 0; i < probabilities.Length; i++)
        {
            double bySize = norms.IsZero ? 0 : norms.Weights[i] / norms.Sum;
            probabilities[i] = ((1 - DefensiveShare) * (left[i] + right[i]) / sum) + (DefensiveShare * bySize);
        }

        return probabilities;
    }

    /// <summary>The squared row norms of an orthonormal basis of AᴴΩ, or of AΩ: approximate leverage scores of the dominant
    /// directions.</summary>
    private static double[] Scores<T>(DenseMatrix<T> a, ulong seed, bool isAdjoint, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        int inner = isAdjoint ? a.ColumnCount : a.RowCount;
        int outer = isAdjoint ? a.RowCount : a.ColumnCount;
        int count = Math.Min(Directions, Math.Min(inner, outer));
        using Workspace<T> workspace = new();
        DenseMatrix<T> sketch = workspace.Rent(outer, count);
        new GaussianSketch<T>(seed, RandomStream.ColumnRowControl).Fill(sketch, 0, context.MaxDegreeOfParallelism);
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
