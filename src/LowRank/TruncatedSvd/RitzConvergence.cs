namespace LowRank.TruncatedSvds;

/// <summary>
/// Judges from the history of a growing Krylov space how far its best approximation of a rank still is from the optimum: what each block adds to the squared norm that
/// the leading singular values capture falls about geometrically.
/// </summary>
/// <param name="floor">The relative error below which differences of squares are rounding.</param>
internal sealed class RitzConvergence(double floor)
{
    // Within 1 % of the smallest error where the gains fall fast, and their sum is known well; within 0.1 % where they do not.
    private const double FastRate = 0.3;
    private const double FastExcess = 0.01;
    private const double SlowExcess = 0.001;
    private const double SlowestRate = 0.95;

    private double _captured;
    private double _gain = 1;
    private double _rate = 1;
    private int _count;
    private bool _isRestarted;

    /// <summary>The share by which the error is above the optimum, by estimate.</summary>
    public double Excess { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether that is small enough to stop.</summary>
    public bool IsReached { get; private set; }

    /// <summary>How many blocks more it will take, by estimate.</summary>
    public double StepsLeft { get; private set; } = double.PositiveInfinity;

    /// <summary>
    /// The space has been compressed: the next gain makes up for what that lost, and says nothing about the ones after it.
    /// </summary>
    public void Restarted() => _isRestarted = true;

    /// <summary>Another block has been added; the leading values capture this share of ‖A‖² now.</summary>
    public void Add(double captured)
    {
        if (_isRestarted)
        {
            (_captured, _isRestarted) = (captured, false);
            return;
        }

        double gain = Math.Max(0, captured - _captured);
        _rate = _count == 0 || _gain == 0 ? SlowestRate : Math.Clamp(gain / _gain, 0, SlowestRate);
        (_captured, _gain) = (captured, gain);
        _count++;
        double error = 1 - captured;
        if (_count < 2)
        {
            return;
        }

        if (error <= floor * floor)
        {
            IsReached = gain <= floor * floor;
            Excess = 0;
            StepsLeft = 1;
            return;
        }

        // The squared error may still fall by gain (rate + rate² + …); the excess of the error itself is half of that share.
        double left = gain * _rate / (1 - _rate);
        double allowed = _rate <= FastRate ? FastExcess : SlowExcess;
        Excess = 0.5 * left / Math.Max(error - left, 0.1 * error);
        IsReached = Excess <= allowed;
        StepsLeft = IsReached || _rate == 0 ? 0 : Math.Log(allowed / Excess) / Math.Log(_rate);
    }
}
