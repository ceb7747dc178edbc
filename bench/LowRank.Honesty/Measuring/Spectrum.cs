namespace LowRank.Honesty;

/// <summary>Kinds of singular values.</summary>
public sealed record Spectrum(string Name, Func<int, double> Value)
{
    /// <summary>All that are tried; the rank asked for is five.</summary>
    public static IReadOnlyList<Spectrum> All { get; } =
    [
        new("1/i", i => 1.0 / i),
        new("exponential", i => Math.Pow(0.8, i)),
        new("flat", _ => 1),
        new("step", i => i <= 12 ? 1 : 1e-2),
        new("cluster", i => i == 1 ? 1 : i <= 10 ? 0.1 : i == 11 ? 0.02 : 1e-9),
        new("noise floor", i => i <= 5 ? 6 - i : 0.05),
        new("one direction", i => i <= 5 ? 3 : i == 6 ? 1 : 1e-4),
        new("rank and 1e-7 noise", i => i <= 5 ? 1 : 1e-7),
    ];

    /// <summary>The first singular values.</summary>
    public double[] Values(int count) => [.. Enumerable.Range(1, count).Select(Value)];
}
