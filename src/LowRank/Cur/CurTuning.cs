namespace LowRank.CurParts;

/// <summary>The thresholds of CUR decompositions.</summary>
internal sealed record CurTuning
{
    /// <summary>The most attempts to meet an error. Each tightens the tolerance of the columns by what the one before has missed, so two
    /// or three are enough but where rounding is near.</summary>
    public int MostAttempts { get; init; } = 12;

    /// <summary>How much below what a missed error suggests the next tolerance is: a step that only just fails would be repeated.</summary>
    public double Tightening { get; init; } = 0.9;

    /// <summary>The most that one attempt tightens the tolerance: a bad choice of rows says little about columns.</summary>
    public double SmallestStep { get; init; } = 0.05;

    /// <summary>The condition number of the intersection from which on the optimal core replaces it, in units of 1/ε: two digits should
    /// be left.</summary>
    public double ConditionUnits { get; init; } = 0.01;
}
