namespace LowRank.Random;

/// <summary>The uses of random numbers. Each has a stream of its own, so that one seed can serve a whole computation.</summary>
internal enum RandomStream : ulong
{
    /// <summary>The sketch of a range finder or of a column selection.</summary>
    Sketch = 0,

    /// <summary>The probes of an error estimate, which must not depend on the sketch.</summary>
    Probe = 1,

    /// <summary>The indices that a column–row product draws.</summary>
    ColumnRow = 2,

    /// <summary>The few terms from which a column–row product learns ‖XY‖ beforehand.</summary>
    ColumnRowPilot = 3,

    /// <summary>The sketch of a column–row product's control variate, on which the draws must not depend.</summary>
    ColumnRowControl = 4,

    /// <summary>The columns that a random column selection draws.</summary>
    ColumnSelection = 5,

    /// <summary>The entries that a cross approximation looks at to check itself.</summary>
    EntryCheck = 6,

    /// <summary>The pivots that a Nyström approximation proposes.</summary>
    NystromPivots = 7,

    /// <summary>Which of the proposed pivots it accepts.</summary>
    NystromAcceptance = 8,

    /// <summary>The left sketch of a generalised Nyström approximation; the right one is <see cref="Sketch"/>.</summary>
    LeftSketch = 9,

    /// <summary>The probes of a result whose rank follows from what <see cref="Probe"/> has shown.</summary>
    FinalProbe = 10,

    /// <summary>Fresh directions of a Krylov space that may miss copies of a multiple value.</summary>
    Refresh = 11,
}
