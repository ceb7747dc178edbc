using System.Numerics;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// Volume sampling (Deshpande and Rademacher 2010): P(J) = Σ_S P(S) |det V_{J,S}|² with P(S) ∝ Π σ², which is the Cauchy–Binet formula
/// for det(A_JᴴA_J).
/// </summary>
internal sealed class VolumeSampling<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    // Far from the draws of the columns themselves.
    private const int VectorDraws = 1 << 24;

    public Selected<T> Select(SelectionProblem<T> problem)
    {
        IndexSampler sampler = new(problem.Options.Seed);
        SingularBasis<T> all = SingularBasis<T>.Exact(problem, problem.Smaller);
        int[] vectors = DrawVectors(all.S, problem.Limit, sampler);
        DenseMatrix<T> drawn = problem.Workspace.Rent(problem.A.ColumnCount, problem.Limit);
        all.V.CopyColumns(vectors, drawn);
        return new Selected<T>(AdaptiveRandomizedPivoting<T>.Draw(drawn, sampler));
    }

    /// <summary>A set of singular vectors drawn as volume sampling wants it: P(S) ∝ Π σ_i² over S (by elementary symmetric polynomials;
    /// Kulesza and Taskar 2012, algorithm 8).</summary>
    private static int[] DrawVectors(double[] singularValues, int count, IndexSampler sampler)
    {
        double largest = singularValues.Length == 0 ? 0 : singularValues[0];
        double[] squares = [.. singularValues.Select(s => largest == 0 ? 0 : s / largest * (s / largest))];
        int length = squares.Length;

        // e[j, i] = e_j of the first i squares, each row scaled by its last, since only ratios within neighbouring columns are used.
        double[,] logarithms = new double[count + 1, length + 1];
        for (int j = 1; j <= count; j++)
        {
            logarithms[j, 0] = double.NegativeInfinity;
            for (int i = 1; i <= length; i++)
            {
                logarithms[j, i] = AddLogarithms(logarithms[j, i - 1], Math.Log(squares[i - 1]) + logarithms[j - 1, i - 1]);
            }
        }

        List<int> chosen = [];
        int left = count;
        for (int i = length; left > 0; i--)
        {
            double probability = i == left ? 1 : Math.Exp(Math.Log(squares[i - 1]) + logarithms[left - 1, i - 1] - logarithms[left, i]);
            if (sampler.Uniform(VectorDraws + i) < probability || !(logarithms[left, i] > double.NegativeInfinity))
            {
                chosen.Add(i - 1);
                left--;
            }
        }

        chosen.Reverse();
        return [.. chosen];
    }

    private static double AddLogarithms(double x, double y)
    {
        double larger = Math.Max(x, y);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(1 + Math.Exp(Math.Min(x, y) - larger));
    }
}
