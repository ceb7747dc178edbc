using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// Judges from the history of a growing Krylov space how far its best approximation of a rank still is from the optimum, and each of its
/// singular values from the true one.
/// </summary>
/// <param name="rank">The rank.</param>
/// <param name="floor">The relative error below which differences of squares are rounding.</param>
/// <param name="valueTarget">How near each value must be to the true one, as a share of it; infinite where that does not matter.</param>
/// <param name="noise">What rounding of the products leaves in a square, as a share of the largest one.</param>
/// <param name="isHalfStepAhead">Whether what will be taken from the space is half a step ahead of what is judged.</param>
/// <param name="isLostAtFloor">Whether what lies in the rounding of the products is out of reach, or good enough.</param>
internal sealed class NearOptimum(
    int rank, double floor, double valueTarget, double noise, bool isHalfStepAhead = false, bool isLostAtFloor = false) : IStoppingRule
{
    private readonly SpacesTuning _tuning = Tuning<SpacesTuning>.Current;
    private readonly Shortfalls _shortfalls = new(isHalfStepAhead, noise);
    private double[] _shares = [];

    public SearchEnd End => SearchEnd.NearOptimum;

    /// <summary>The share of ‖A‖² that the leading values capture.</summary>
    public double Captured { get; private set; }

    /// <summary>The share by which the error is above the optimum, by estimate.</summary>
    public double Excess { get; private set; } = double.PositiveInfinity;

    /// <summary>By how much each value is below the true one, as a share of it, by estimate.</summary>
    public double[] ValueErrors => _shortfalls.Relative(rank, isLostAtFloor);

    /// <summary>Whether that is small enough to stop.</summary>
    public bool IsNear { get; private set; }

    public double BlocksLeft { get; private set; } = double.PositiveInfinity;

    public bool IsLost => isLostAtFloor && (1 - Captured < floor * floor || _shortfalls.IsDrowned(rank, valueTarget));

    public void Restarted()
    {
        IsNear = false;
        _shortfalls.Restarted();
    }

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
        _shortfalls.Add(shares);
        if (_shortfalls.Count == 0 || common == 0 || 2 * common < rank || shares.Length < rank)
        {
            return;
        }

        double error = 1 - Captured;
        if (error <= floor * floor)
        {
            double gain = Math.Max(0, Sum(shares, common) - Sum(before, common)) * rank / common;
            IsNear = gain <= floor * floor && AreValuesNear();
            Excess = 0;
            BlocksLeft = 1;
            return;
        }

        // Of the values that there were before: that a space has grown by more dimensions says nothing about what it will gain when it
        // has enough. The excess of the error itself is half of that of its square.
        double share = common < rank ? 1 : _tuning.ShareOfSum;
        double left = (share * _shortfalls.Sum(common) * rank / common) + Unseen(common);
        Excess = 0.5 * left / Math.Max(error - left, 0.1 * error);
        IsNear = Excess <= _tuning.AllowedExcess && AreValuesNear();
        double rate = _shortfalls.SlowestRate(common);
        double forError = Excess <= _tuning.AllowedExcess || rate == 0 ? 0 : Math.Log(_tuning.AllowedExcess / Excess) / Math.Log(rate);
        BlocksLeft = IsNear ? 0 : Math.Max(forError, _shortfalls.BlocksLeft(rank, valueTarget));
    }

    private bool AreValuesNear() => _shortfalls.AreWithin(rank, valueTarget, isLostAtFloor);

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
