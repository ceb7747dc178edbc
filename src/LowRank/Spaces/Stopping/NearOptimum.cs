using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// Judges from the history of a growing Krylov space how far its best approximation of a rank still is from the optimum: what each block
/// adds to the squared norm that the leading singular values capture falls about geometrically.
/// </summary>
/// <param name="rank">The rank.</param>
/// <param name="floor">The relative error below which differences of squares are rounding.</param>
/// <param name="stepsAhead">How many blocks what will be taken from the space is ahead of what is judged.</param>
/// <param name="isLostAtFloor">Whether an error below the floor is out of reach, or good enough.</param>
internal sealed class NearOptimum(int rank, double floor, double stepsAhead = 0, bool isLostAtFloor = false) : IStoppingRule
{
    private readonly SpacesTuning _tuning = Tuning<SpacesTuning>.Current;
    private double[] _shares = [];
    private double? _gain;
    private bool _isRestarted;

    public SearchEnd End => SearchEnd.NearOptimum;

    /// <summary>The share of ‖A‖² that the leading values capture.</summary>
    public double Captured { get; private set; }

    /// <summary>The share by which the error is above the optimum, by estimate.</summary>
    public double Excess { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether that is small enough to stop.</summary>
    public bool IsNear { get; private set; }

    public double BlocksLeft { get; private set; } = double.PositiveInfinity;

    public bool IsLost => isLostAtFloor && 1 - Captured < floor * floor;

    public void Restarted() => _isRestarted = true;

    public bool IsReached(ISpace space)
    {
        Add(space.Shares());
        return IsNear && !IsLost;
    }

    /// <summary>Another block has been added.</summary>
    /// <param name="shares">σ_i² of what the space holds now, as shares of ‖A‖², descending; kept.</param>
    public void Add(double[] shares)
    {
        double[] before = _shares;
        _shares = shares;
        Captured = Sum(shares, rank);
        int common = Math.Min(rank, before.Length);
        bool isGain = !_isRestarted && 2 * common >= rank && common > 0;
        _isRestarted = false;
        if (!isGain)
        {
            return;
        }

        // Of the values that there were before: that a space has grown by more dimensions says nothing about what it will gain when it
        // has enough.
        double gain = Math.Max(0, Sum(shares, common) - Sum(before, common)) * rank / common;
        double rate = Rate(gain);
        _gain = gain;
        if (shares.Length < rank)
        {
            return;
        }

        double error = 1 - Captured;
        if (error <= floor * floor)
        {
            IsNear = gain <= floor * floor;
            Excess = 0;
            BlocksLeft = 1;
            return;
        }

        // The squared error may still fall by gain (rate + rate² + …); the excess of the error itself is half of that share.
        double left = ((gain * rate / (1 - rate)) + Unseen(common)) * Math.Pow(rate, stepsAhead);
        double allowed = rate <= _tuning.FastRate ? _tuning.FastExcess : _tuning.SlowExcess;
        Excess = 0.5 * left / Math.Max(error - left, 0.1 * error);
        IsNear = Excess <= allowed;
        BlocksLeft = IsNear || rate == 0 ? 0 : Math.Log(allowed / Excess) / Math.Log(rate);
    }

    /// <summary>How the gains fall: as they did last, or, at first, as the gap in the spectrum promises between the rank and the end of
    /// the space.</summary>
    private double Rate(double gain)
    {
        if (_gain is null)
        {
            double wanted = _shares[Math.Min(rank, _shares.Length) - 1];
            double gap = wanted > 0 ? Math.Max(0, _shares[^1]) / wanted : 1;
            return Math.Clamp(_tuning.ShareOfGap * gap, _tuning.FastestFirstRate, _tuning.SlowestRate);
        }

        return _gain == 0 ? _tuning.SlowestRate : Math.Min(gain / _gain.Value, _tuning.SlowestRate);
    }

    /// <summary>What the values may still gain that were not there before the last block: at most to where the one before them
    /// stands.</summary>
    private double Unseen(int common) => ((rank - common) * Math.Max(0, _shares[common - 1])) - (Captured - Sum(_shares, common));

    private static double Sum(double[] shares, int count)
    {
        double sum = 0;
        for (int i = Math.Min(count, shares.Length) - 1; i >= 0; i--)
        {
            sum += Math.Max(0, shares[i]);
        }

        return sum;
    }
}
