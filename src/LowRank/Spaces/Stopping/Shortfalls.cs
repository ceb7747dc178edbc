using LowRank.Execution;

namespace LowRank.Spaces;

/// <summary>
/// By how much each leading singular value of a growing Krylov space is still below the true one, from its history. What is still to come
/// of its square is a share of what the last block has added to it. That share depends on how fast the gains fall, and at first on how far
/// the values of the space reach down. It is measured: see <see cref="SpacesTuning"/>.
/// </summary>
/// <param name="isHalfStepAhead">Whether what will be taken from the space is half a step ahead of what is judged.</param>
/// <param name="noise">What rounding of the products leaves in a square, as a share of the largest one.</param>
internal sealed class Shortfalls(bool isHalfStepAhead, double noise)
{
    private readonly SpacesTuning _tuning = Tuning<SpacesTuning>.Current;
    private double[] _shares = [];
    private double[] _gains = [];
    private double[] _left = [];
    private double[] _rates = [];
    private double _caution = 1;
    private bool _isRestarted;

    /// <summary>How many values have been seen to gain.</summary>
    public int Count => _left.Length;

    private double Unit => noise * (_shares.Length == 0 ? 0 : Math.Max(0, _shares[0]));

    /// <summary>Another block has been added.</summary>
    /// <param name="shares">σ_i² of what the space holds now, descending; kept.</param>
    public void Add(double[] shares)
    {
        double[] before = _isRestarted ? [] : _shares;
        (_shares, _isRestarted) = (shares, false);
        double[] gainsBefore = _gains;
        double unit = Unit;
        _gains = new double[Math.Min(before.Length, shares.Length)];
        _left = new double[_gains.Length];
        _rates = new double[_gains.Length];
        for (int i = 0; i < _gains.Length; i++)
        {
            _gains[i] = Math.Max(0, shares[i] - before[i] - unit);

            // Rounding may hide as much of a gain again. It is no error of the value itself, which is computed anew in the end.
            bool isFirst = i >= gainsBefore.Length;
            double rate = isFirst ? Reach(i) : Ratio(_gains[i], gainsBefore[i]);
            GainLaw law = isHalfStepAhead
                ? (isFirst ? _tuning.FirstGainAhead : _tuning.LaterGainAhead) : isFirst ? _tuning.FirstGain : _tuning.LaterGain;
            _left[i] = _caution * (_gains[i] + unit) * law.Of(rate);
            _rates[i] = Math.Clamp(rate, _tuning.FastestRate, _tuning.SlowestRate);
        }
    }

    /// <summary>The space has been compressed or refreshed: the next gain says nothing about those after it.</summary>
    public void Restarted() => (_gains, _left, _rates, _isRestarted, _caution) = ([], [], [], true, _tuning.CautionAfterRestart);

    /// <summary>Whether the first values are all within a share of the true ones.</summary>
    public bool AreWithin(int count, double target, bool isNoiseCounted) =>
        double.IsInfinity(target) || Array.TrueForAll(Relative(count, isNoiseCounted), error => error <= target);

    /// <summary>What the first values together may still add to the sum of their squares, as a share of ‖A‖².</summary>
    public double Sum(int count)
    {
        double sum = 0;
        for (int i = Math.Min(count, Count) - 1; i >= 0; i--)
        {
            sum += _left[i];
        }

        return sum;
    }

    /// <summary>(σ_i − θ_i) / θ_i for the first values, where θ_i is what the space holds, by estimate; infinite where there is
    /// none.</summary>
    /// <param name="count">How many values.</param>
    /// <param name="isNoiseCounted">Whether values that are rounding are not known; else they are as good as zero.</param>
    public double[] Relative(int count, bool isNoiseCounted)
    {
        double[] relative = new double[count];
        double unit = Unit;
        for (int i = 0; i < count; i++)
        {
            if (i >= Count)
            {
                relative[i] = double.PositiveInfinity;
            }
            else if (isNoiseCounted || _shares[i] + _left[i] > _tuning.ClearOfNoise * unit)
            {
                relative[i] = _shares[i] > 0 ? Math.Sqrt(1 + (_left[i] / _shares[i])) - 1 : double.PositiveInfinity;
            }
        }

        return relative;
    }

    /// <summary>Whether the last of the first values lies so far in rounding that it cannot be known to a target.</summary>
    public bool IsDrowned(int count, double target) =>
        _shares.Length >= count && count > 0 && Unit > 2 * target * Math.Max(0, _shares[count - 1]);

    /// <summary>The slowest rate at which one of the first values gains.</summary>
    public double SlowestRate(int count) => Math.Min(count, Count) == 0 ? 0 : _rates.AsSpan(0, Math.Min(count, Count)).ToArray().Max();

    /// <summary>How many blocks more it takes until the first values are all within a share of the true ones.</summary>
    public double BlocksLeft(int count, double target)
    {
        double most = count > Count ? double.PositiveInfinity : 0;
        double[] relative = Relative(count, isNoiseCounted: false);
        for (int i = 0; i < Math.Min(count, Count); i++)
        {
            if (relative[i] > target)
            {
                most = Math.Max(most, Math.Log(target / relative[i]) / Math.Log(_rates[i]));
            }
        }

        return most;
    }

    private static double Ratio(double gain, double before) => before > 0 ? gain / before : gain > 0 ? 1 : 0;

    /// <summary>How far the values of the space reach down: the last of its squares over this one.</summary>
    private double Reach(int index) => _shares[index] > 0 ? Math.Max(0, _shares[^1]) / _shares[index] : 1;
}
