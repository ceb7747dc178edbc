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

    /// <summary>The pivots that a Nyström approximation proposes.</summary>
    NystromPivots = 20,

    /// <summary>Which of the proposed pivots it accepts.</summary>
    NystromAcceptance = 21,

    /// <summary>The left sketch of a generalised Nyström approximation; the right one is <see cref="Sketch"/>.</summary>
    LeftSketch = 22,
}
