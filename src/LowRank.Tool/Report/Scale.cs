namespace LowRank.Tool.Report;

/// <summary>From the values of an axis to places on the page.</summary>
internal sealed class Scale
{
    private readonly bool _isLogarithmic;
    private readonly double _min;
    private readonly double _max;
    private readonly double _from;
    private readonly double _to;

    private Scale(bool isLogarithmic, double min, double max, double from, double to)
    {
        _isLogarithmic = isLogarithmic;
        _min = min;
        _max = max;
        _from = from;
        _to = to;
    }

    /// <summary>A scale that holds all values, with some room where there is only one.</summary>
    public static Scale Around(IEnumerable<double> values, bool isLogarithmic, double from, double to)
    {
        double[] all = [.. values.Select(value => isLogarithmic ? Math.Log10(value) : value)];
        (double min, double max) = (all.Min(), all.Max());
        double room = max > min ? 0.03 * (max - min) : 0.5;
        return new Scale(isLogarithmic, min - room, max + room, from, to);
    }

    public double At(double value) => _from + (((_isLogarithmic ? Math.Log10(value) : value) - _min) / (_max - _min) * (_to - _from));

    /// <summary>Round numbers on the scale: powers of ten on a logarithmic one, or 1, 2 and 5 times them where there are few.</summary>
    public IEnumerable<double> Ticks(int most)
    {
        if (!_isLogarithmic)
        {
            double rough = (_max - _min) / most;
            double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            double step = power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
            for (double tick = Math.Ceiling(_min / step) * step; tick <= _max; tick += step)
            {
                yield return Math.Abs(tick) < step / 2 ? 0 : tick;
            }

            yield break;
        }

        int decades = (int)Math.Ceiling(_max) - (int)Math.Floor(_min);
        double[] digits = decades <= 2 ? [1, 2, 5] : [1];
        int stride = Math.Max(1, decades / most);
        for (int exponent = (int)Math.Floor(_min); exponent <= _max; exponent += stride)
        {
            foreach (double digit in digits)
            {
                double tick = digit * Math.Pow(10, exponent);
                if (Math.Log10(tick) >= _min && Math.Log10(tick) <= _max)
                {
                    yield return tick;
                }
            }
        }
    }
}
