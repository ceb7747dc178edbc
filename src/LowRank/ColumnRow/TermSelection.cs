namespace LowRank.ColumnRowProducts;

/// <summary>Which terms take part in a product and with what weights, and how far the norms say it is off.</summary>
/// <param name="Scheme">How they were chosen; never Auto.</param>
/// <param name="Indices">Ascending, each once.</param>
/// <param name="Weights">λ_i.</param>
/// <param name="SampleCount">The number of draws, or of terms asked for.</param>
/// <param name="Expected">What to expect, or a bound, in units of the norms' scale.</param>
internal sealed record TermSelection(ColumnRowScheme Scheme, int[] Indices, double[] Weights, int SampleCount, ExpectedSquare Expected)
{
    /// <summary>All terms with weight 1: the exact product.</summary>
    public static TermSelection All(int count, ColumnRowScheme scheme) =>
        new(scheme, [.. Enumerable.Range(0, count)], Ones(count), count, ExpectedSquare.None) { IsExact = true };

    /// <summary>The weights of terms that are taken as they are.</summary>
    public static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    /// <summary>For a scheme that knows its own error exactly: its square, in units of the norms' scale.</summary>
    public double? Squared { get; init; }

    /// <summary>‖XY‖_F, where <see cref="Squared"/> is given.</summary>
    public double Reference { get; init; }

    /// <summary>An unbiased estimate of the expected squared error from what was drawn, where the norms beforehand give only a
    /// bound.</summary>
    public ExpectedSquare? Achieved { get; init; }

    /// <summary>Whether it is the exact product because no fewer terms would have done.</summary>
    public bool IsExact { get; init; }
}
