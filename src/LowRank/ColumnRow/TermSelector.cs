using LowRank.Random;

namespace LowRank.ColumnRowProducts;

/// <summary>Chooses terms from their norms alone.</summary>
/// <param name="norms">The sizes of the terms.</param>
/// <param name="probabilities">p for draws with replacement; null for p ∝ w.</param>
/// <param name="seed">The user's seed.</param>
/// <param name="item">Which of several products that share the seed: each has draws of its own.</param>
internal sealed class TermSelector(TermNorms norms, double[]? probabilities, ulong seed, int item)
{
    private Philox4x32 Generator => new(seed, (ulong)RandomStream.ColumnRow);

    // Draws are addressed by 64 bits: the upper half is the product, the lower half the draw.
    private ulong FirstDraw => (ulong)item << 32;

    /// <summary>The terms of a scheme that needs nothing but norms: any but Greedy and Auto.</summary>
    public TermSelection Select(ColumnRowScheme scheme, int count)
    {
        if (norms.IsZero)
        {
            // Every term is zero: there is nothing to draw, and the product is zero.
            return scheme == ColumnRowScheme.TopK
                ? Largest(count)
                : new TermSelection(scheme, [], [], count, ExpectedSquare.None);
        }

        return scheme switch
        {
            ColumnRowScheme.Sampling => Draw(count),
            ColumnRowScheme.TopK => Largest(count),
            ColumnRowScheme.Bernoulli => Include(count),
            ColumnRowScheme.Priority => Prioritise(count),
            ColumnRowScheme.Hybrid => Split(count),
            _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "The scheme needs more than norms."),
        };
    }

    /// <summary>What a scheme is expected to err by, before anything is drawn.</summary>
    public ExpectedSquare Expected(ColumnRowScheme scheme, int count)
    {
        if (norms.IsZero)
        {
            return ExpectedSquare.None;
        }

        switch (scheme)
        {
            case ColumnRowScheme.Sampling:
                return probabilities is null
                    ? ExpectedSquare.Optimal(norms.Sum, count) : ExpectedSquare.WithReplacement(norms, probabilities, count);
            case ColumnRowScheme.Bernoulli:
                return ExpectedSquare.Independent(norms, InclusionProbabilities.Threshold(norms.Weights, count));
            case ColumnRowScheme.Priority:
                return PriorityBound(count);
            case ColumnRowScheme.Hybrid:
                (int heavy, double rest) = BestSplit(count);
                return heavy == count ? ExpectedSquare.None : ExpectedSquare.Optimal(rest, count - heavy);
            default:
                double[] descending = Descending();
                return ExpectedSquare.Bound(Tail(descending, Math.Min(count, descending.Length)));
        }
    }

    /// <summary>The smallest number of terms, below l, whose expected squared error is at most the given one; l where there is
    /// none.</summary>
    /// <param name="scheme">Any scheme but Greedy and Auto.</param>
    /// <param name="allowed">The squared error, in units of the norms' scale.</param>
    /// <param name="alignment">‖XY‖² over the most that it can be, (Σw)².</param>
    public int SmallestCount(ColumnRowScheme scheme, double allowed, double alignment)
    {
        if (norms.IsZero)
        {
            return 1;
        }

        if (scheme == ColumnRowScheme.Sampling)
        {
            double draws = Math.Max(1, Math.Ceiling(Expected(scheme, 1).At(alignment) / allowed));
            return (int)Math.Min(draws, norms.Count);
        }

        // The others err less the more terms they take.
        int low = 1;
        int high = norms.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Expected(scheme, middle).At(alignment) <= allowed)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>r independent draws; a repeated index is merged into one term of weight count / (r p).</summary>
    private TermSelection Draw(int count)
    {
        (int[] indices, double[] weights) = Draw(probabilities ?? norms.Weights, probabilities is null ? norms.Sum : 1, count);
        return new TermSelection(ColumnRowScheme.Sampling, indices, weights, count, Expected(ColumnRowScheme.Sampling, count));
    }

    private (int[] Indices, double[] Weights) Draw(double[] shares, double sum, int draws)
    {
        WeightedSampler sampler = new(shares);
        Philox4x32 generator = Generator;
        int[] counts = new int[shares.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            counts[sampler.Draw(generator, FirstDraw + (ulong)draw)]++;
        }

        List<int> indices = [];
        List<double> weights = [];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                indices.Add(i);
                weights.Add(counts[i] * sum / (draws * shares[i]));
            }
        }

        return ([.. indices], [.. weights]);
    }

    /// <summary>The r largest terms, ties to the lowest index, unscaled.</summary>
    private TermSelection Largest(int count)
    {
        double[] descending = Descending();
        int[] indices = Largest(descending, count);
        return new TermSelection(
            ColumnRowScheme.TopK, indices, [.. Enumerable.Repeat(1.0, indices.Length)], count,
                ExpectedSquare.Bound(Tail(descending, indices.Length)));
    }

    private TermSelection Include(int count)
    {
        double threshold = InclusionProbabilities.Threshold(norms.Weights, count);
        int[] indices = InclusionProbabilities.Draw(norms.Weights, threshold, Generator, FirstDraw);
        double[] weights = Array.ConvertAll(indices, i => 1 / InclusionProbabilities.Of(norms.Weights[i], threshold));
        return new TermSelection(ColumnRowScheme.Bernoulli, indices, weights, count, ExpectedSquare.Independent(norms, threshold));
    }

    private TermSelection Prioritise(int count)
    {
        (int[] indices, double threshold) = PrioritySampler.Draw(norms.Weights, count, Generator, FirstDraw);
        double[] weights = Array.ConvertAll(indices, i => Math.Max(1, threshold / norms.Weights[i]));
        ExpectedSquare bound = PriorityBound(count);

        // E[λ(λ − 1); taken] = E[1/p − 1] given τ, so this is unbiased for the expected squared error.
        double square = 0;
        for (int k = 0; k < indices.Length; k++)
        {
            double weight = norms.Weights[indices[k]];
            square += weight * weights[k] * weight * (weights[k] - 1);
        }

        return new TermSelection(ColumnRowScheme.Priority, indices, weights, count, bound)
        {
            Achieved = bound with { Sum = square, AtMost = Math.Max(square, bound.Sum) },
        };
    }

    /// <summary>Two terms' weights are uncorrelated, so Szegedy's theorem for a sum of numbers carries over to terms.</summary>
    private ExpectedSquare PriorityBound(int count)
    {
        double threshold = InclusionProbabilities.Threshold(norms.Weights, count);
        if (threshold == 0)
        {
            return ExpectedSquare.None;
        }

        // One draw has an infinite variance: 1/u has no second moment.
        double square = count == 1
            ? double.PositiveInfinity
            : ExpectedSquare.Independent(norms, InclusionProbabilities.Threshold(norms.Weights, count - 1)).Sum;
        return new ExpectedSquare(square, 0, norms.Sum * norms.Sum, double.PositiveInfinity);
    }

    private TermSelection Split(int count)
    {
        (int heavy, double rest) = BestSplit(count);
        int[] certain = Largest(Descending(), heavy);
        if (heavy == count || rest == 0)
        {
            return new TermSelection(
                ColumnRowScheme.Hybrid, certain, [.. Enumerable.Repeat(1.0, certain.Length)], count, ExpectedSquare.None);
        }

        double[] shares = [.. norms.Weights];
        foreach (int index in certain)
        {
            shares[index] = 0;
        }

        double sum = shares.Sum();
        (int[] drawn, double[] drawnWeights) = Draw(shares, sum, count - heavy);
        int[] indices = [.. certain, .. drawn];
        double[] weights = [.. Enumerable.Repeat(1.0, heavy), .. drawnWeights];
        Array.Sort(indices, weights);
        return new TermSelection(ColumnRowScheme.Hybrid, indices, weights, count, ExpectedSquare.Optimal(sum, count - heavy));
    }

    /// <summary>The number h of terms to take exactly that makes (Σ_rest w)² / (r − h) the least, and Σ_rest w; h = r where nothing is
    /// left over.</summary>
    private (int Heavy, double Others) BestSplit(int count)
    {
        double[] descending = Descending();

        // From the small end, so that what is left after the heavy ones is not the difference of large numbers.
        double[] tails = new double[descending.Length + 1];
        for (int i = descending.Length - 1; i >= 0; i--)
        {
            tails[i] = tails[i + 1] + descending[i];
        }

        if (count >= descending.Length || tails[count] == 0)
        {
            int positive = descending.Count(w => w > 0);
            return (Math.Min(count, positive), 0);
        }

        int best = 0;
        for (int h = 1; h < count; h++)
        {
            if (tails[h] / (count - h) * tails[h] < tails[best] / (count - best) * tails[best])
            {
                best = h;
            }
        }

        return (best, tails[best]);
    }

    private double[] Descending()
    {
        double[] sorted = [.. norms.Weights];
        Array.Sort(sorted);
        Array.Reverse(sorted);
        return sorted;
    }

    private int[] Largest(double[] descending, int count)
    {
        if (count <= 0)
        {
            return [];
        }

        double smallest = descending[count - 1];
        int ties = count - Array.FindIndex(descending, w => w == smallest);
        List<int> indices = new(count);
        for (int i = 0; i < norms.Count; i++)
        {
            double weight = norms.Weights[i];
            if (weight > smallest || (weight == smallest && ties-- > 0))
            {
                indices.Add(i);
            }
        }

        return [.. indices];
    }

    /// <summary>The sum of all but the first, the smallest added first.</summary>
    private static double Tail(double[] descending, int from)
    {
        double sum = 0;
        for (int i = descending.Length - 1; i >= from; i--)
        {
            sum += descending[i];
        }

        return sum;
    }
}
