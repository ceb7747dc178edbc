using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Matrices;
using LowRank.Random;

namespace LowRank.ColumnRowProducts;

/// <summary>
/// ‖XY‖_F from a few terms: with draws a, b of p ∝ w,
/// <c>‖XY‖² = Σw² + E[⟨v_a, v_b⟩ / (p_a p_b); a ≠ b]</c>, averaged over all pairs of draws.
/// </summary>
/// <remarks>
/// ⟨v_i, v_j⟩ = (x_iᴴ x_j)(y_j y_iᴴ), so no product of outer dimensions is formed. Unbiased for the square before it is clamped to what
/// is possible. The spread of the norm is some 10 %; where ‖XY‖ is far below Σw no estimate from few terms can be sharp.
/// </remarks>
internal static class NormPilot
{
    /// <summary>The estimate, exact up to rounding where there are so few terms that all take part.</summary>
    public static double Estimate<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms, ulong seed)
        where T : unmanaged, INumberBase<T>
    {
        if (norms.IsZero)
        {
            return 0;
        }

        int draws = Tuning<ColumnRowTuning>.Current.PilotDraws;
        double square = norms.Count <= draws ? OfAll(x, y, norms) : OfPairs(x, y, norms, seed, draws);
        return norms.Scale * Math.Sqrt(Math.Clamp(square, 0, norms.Sum * norms.Sum));
    }

    private static double OfAll<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms)
        where T : unmanaged, INumberBase<T>
    {
        int[] positive = [.. Enumerable.Range(0, norms.Count).Where(i => norms.Weights[i] > 0)];
        using Workspace<double> workspace = new();
        DenseMatrix<double> cosines = TermGram.Cosines(x, y, norms, positive, workspace);
        double sum = 0;
        for (int a = 0; a < positive.Length; a++)
        {
            for (int b = 0; b < positive.Length; b++)
            {
                sum += norms.Weights[positive[a]] * norms.Weights[positive[b]] * cosines[a, b];
            }
        }

        return sum;
    }

    private static double OfPairs<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms, ulong seed, int count)
        where T : unmanaged, INumberBase<T>
    {
        WeightedSampler sampler = new(norms.Weights);
        Philox4x32 generator = new(seed, (ulong)RandomStream.ColumnRowPilot);
        int[] draws = [.. Enumerable.Range(0, count).Select(draw => sampler.Draw(generator, (ulong)draw))];
        int[] distinct = [.. draws.Distinct().Order()];
        int[] places = Array.ConvertAll(draws, index => Array.BinarySearch(distinct, index));
        using Workspace<double> workspace = new();
        DenseMatrix<double> cosines = TermGram.Cosines(x, y, norms, distinct, workspace);

        // p ∝ w, so ⟨v_a, v_b⟩ / (p_a p_b) is (Σw)² times the cosine of the angle between the terms.
        double sum = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                sum += places[a] == places[b] ? 0 : cosines[places[a], places[b]];
            }
        }

        return norms.SumOfSquares + (norms.Sum * norms.Sum * sum / (count * (count - 1) / 2));
    }
}
