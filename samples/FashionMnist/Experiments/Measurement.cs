using LowRank;

namespace FashionMnist.Experiments;

/// <summary>One row of the table. What does not apply is null.</summary>
internal sealed record Measurement
{
    /// <summary>The problem, the same for all rows that compare with each other.</summary>
    public required string Task { get; init; }

    /// <summary>How it was solved.</summary>
    public required string Method { get; init; }

    /// <summary>The rank, or the number of rows that took part.</summary>
    public int? Size { get; init; }

    public required double Seconds { get; init; }

    public required int Runs { get; init; }

    /// <summary>The time of the exact way; null for the exact way itself.</summary>
    public double? ExactSeconds { get; init; }

    /// <summary>How many times faster than the exact way; 1 for that itself.</summary>
    public double SpeedUp => (ExactSeconds ?? Seconds) / Seconds;

    /// <summary>The true relative error in the Frobenius norm, computed by this program.</summary>
    public double? Error { get; init; }

    /// <summary>What the library said of the same error.</summary>
    public ErrorEstimate? Estimate { get; init; }

    /// <summary>The smallest error that is possible at this size.</summary>
    public double? Optimum { get; init; }

    /// <summary>The share of the test images that were classified correctly.</summary>
    public double? Accuracy { get; init; }
}
