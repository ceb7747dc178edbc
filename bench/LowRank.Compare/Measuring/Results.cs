using LowRank.Compare.Cases;
using LowRank.Compare.Workers;

namespace LowRank.Compare.Measuring;

/// <summary>What became of one candidate on one worker.</summary>
internal sealed record EntryResult(Candidate Candidate, string Blas)
{
    public WorkerDescription? Description { get; init; }

    public Findings? Findings { get; init; }

    public WorkDone? Work { get; init; }

    public long? PeakExtraBytes { get; init; }

    /// <summary>What the first such call of a process takes; null where the answer that was checked came from a process that had worked
    /// before.</summary>
    public double? FirstSeconds { get; init; }

    /// <summary>The timed runs, in their order; none where the answer was not accepted.</summary>
    public IReadOnlyList<double> Times { get; init; } = [];

    /// <summary>Why it was not tried at all: something is not installed.</summary>
    public string? Skipped { get; init; }

    /// <summary>Why it was not timed: it failed, or its answer was not accepted.</summary>
    public string? Failure { get; init; }

    public bool IsOurs => Candidate.Family == WorkerFamily.LowRank;

    public bool IsTimed => Times.Count > 0;

    public double Median => Statistics.Median(Times);

    public double Best => Times.Min();

    /// <summary>The library and its BLAS.</summary>
    public string Library => $"{Candidate.Library} ({Blas})";
}

/// <summary>The speed of plain products, in GFLOP/s, beside the runs of a case.</summary>
/// <param name="Dgemm">A square product in double precision.</param>
/// <param name="Sgemm">A square product in single precision.</param>
/// <param name="Thin">A X with the case's own A and a thin X, in the case's precision; null where the case has none.</param>
internal sealed record ProductRates(double Dgemm, double Sgemm, double? Thin)
{
    /// <summary>The square product in double precision in the peers' workers, by their BLAS.</summary>
    public IReadOnlyDictionary<string, double> PeerDgemm { get; init; } = new Dictionary<string, double>();
}

/// <summary>What became of a case.</summary>
internal sealed record CaseResult(CompareCase Case, IReadOnlyList<EntryResult> Entries, ProductRates? Rates)
{
    /// <summary>The smallest rank that can meet the case's tolerance; null where it has none.</summary>
    public int? OptimalRank { get; init; }

    /// <summary>What ratios are relative to: the first of ours that was timed.</summary>
    public EntryResult? Reference => Entries.FirstOrDefault(entry => entry.IsOurs && entry.IsTimed);

    /// <summary>How many times longer than the reference an entry takes.</summary>
    public double? RatioToOurs(EntryResult entry) => entry.IsTimed && Reference is { } ours ? entry.Median / ours.Median : null;

    /// <summary>The peer that is the fastest of those whose error is no larger than that of the reference, to 1 %.</summary>
    public EntryResult? FastestAtEqualError(string? blas = null)
    {
        const double Slack = 1.01;
        return Reference?.Findings?.Error is { } error
            ? Entries.Where(entry =>
                !entry.IsOurs && entry.IsTimed && (blas is null || entry.Blas == blas) && entry.Findings?.Error <= Slack * error)
                .MinBy(entry => entry.Median)
            : null;
    }

    /// <summary>The time of an entry's products with A at the rate of square products in this run, each in its precision; null where
    /// their number is not known.</summary>
    public double? ProductSeconds(EntryResult entry) =>
        ProductSeconds(entry, Case.ElementType == ElementType.Float ? Rates?.Sgemm : Rates?.Dgemm);

    /// <summary>The same at the rate of products with a thin matrix.</summary>
    public double? ThinProductSeconds(EntryResult entry) => ProductSeconds(entry, Rates?.Thin);

    private double? ProductSeconds(EntryResult entry, double? rate)
    {
        // Single precision is faster with thin matrices by the same factor as with square ones.
        double? cheaper = entry.Work?.SinglePrecisionColumns * (1 - (Rates?.Dgemm / Rates?.Sgemm));
        return 2.0 * Case.Main.Rows * Case.Main.Columns * (entry.Work?.ProductColumns - cheaper) / (rate * 1e9);
    }
}

/// <summary>A goal and what came of it.</summary>
/// <param name="Text">What was meant to be.</param>
/// <param name="Measured">What was measured; null: there was nothing to measure it by.</param>
/// <param name="IsMet">Whether it is so.</param>
internal sealed record GoalResult(string Text, double? Measured, bool IsMet);
