using System.Globalization;

namespace LowRank.Reporting;

/// <summary>How values become places on an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal ratios have equal lengths; values are positive.</summary>
    Logarithmic,

    /// <summary>Equal differences have equal lengths.</summary>
    Linear,
}

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What it shows, with the unit.</param>
/// <param name="Min">The smallest value shown; positive on a logarithmic axis.</param>
/// <param name="Max">The largest value shown.</param>
/// <param name="Scale">How values become places.</param>
public sealed record Axis(string Label, double Min, double Max, AxisScale Scale = AxisScale.Logarithmic)
{
    // With fewer decades than this, 2 and 5 are labelled too; with less than one, most digits and more; with many, not every power of ten.
    private const double DecadesForFineLabels = 2.5;
    private const int MostTicks = 8;

    /// <summary>The smallest value shown; positive on a logarithmic axis.</summary>
    public double Min { get; } = Scale == AxisScale.Linear ? Min : Positive(Min);

    private double Decades => Math.Log10(Max / Min);

    /// <summary>An axis that holds all values with some room around them; a logarithmic one those that it can show.</summary>
    public static Axis Around(string label, IEnumerable<double> values, AxisScale scale = AxisScale.Logarithmic)
    {
        const double Ratio = 1.25;
        const double Share = 0.03;
        double[] all = [.. values.Where(value => scale == AxisScale.Linear || value > 0)];
        (double min, double max) = all.Length > 0 ? (all.Min(), all.Max()) : (1, 1);
        if (scale == AxisScale.Logarithmic)
        {
            return new Axis(label, min / Ratio, max * Ratio);
        }

        double room = max > min ? Share * (max - min) : 0.5;
        return new Axis(label, min - room, max + room, scale);
    }

    /// <summary>Whether a value has a place: a logarithm knows none for 0.</summary>
    public bool Shows(double value) => Scale == AxisScale.Linear || value > 0;

    /// <summary>Where a value stands, 0 … 1.</summary>
    public double Position(double value) =>
        Scale == AxisScale.Logarithmic ? Math.Log10(value / Min) / Decades : (value - Min) / (Max - Min);

    /// <summary>Round numbers on the axis, ascending.</summary>
    public IEnumerable<(double Value, string Text)> Ticks() => Scale == AxisScale.Logarithmic ? LogarithmicTicks() : LinearTicks();

    private IEnumerable<(double Value, string Text)> LogarithmicTicks()
    {
        double[] steps = Decades < 0.5 ? [1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9] : Decades < 1
            ? [1, 1.5, 2, 3, 4, 5, 6, 8] : Decades < DecadesForFineLabels ? [1, 2, 5] : [1];
        int stride = Math.Max(1, (int)Math.Ceiling(Decades / MostTicks));
        for (int exponent = (int)Math.Floor(Math.Log10(Min)); exponent <= Math.Ceiling(Math.Log10(Max)); exponent++)
        {
            if (exponent % stride != 0)
            {
                continue;
            }

            foreach (double step in steps)
            {
                // Parsed, so that 2e-1 is 0.2 and not its neighbour.
                double value = double.Parse(
                    string.Create(CultureInfo.InvariantCulture, $"{step}e{exponent}"), CultureInfo.InvariantCulture);
                if (value >= Min * (1 - 1e-9) && value <= Max * (1 + 1e-9))
                {
                    yield return (value, Text(value));
                }
            }
        }
    }

    private IEnumerable<(double Value, string Text)> LinearTicks()
    {
        double rough = (Max - Min) / MostTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
        for (double i = Math.Ceiling((Min / step) - 1e-9); i * step <= Max + (1e-9 * step); i++)
        {
            // Added, since a zero from below has a sign.
            double value = (i * step) + 0.0;
            yield return (value, Text(value));
        }
    }

    private static double Positive(double min) =>
        min > 0 ? min : throw new ArgumentOutOfRangeException(nameof(min), min, "A logarithmic axis begins above 0.");

    private static string Text(double value) => Math.Abs(value) is 0 or (>= 1e-3 and < 1e6)
        ? value.ToString("0.####", CultureInfo.InvariantCulture)
        : value.ToString("0.###e0", CultureInfo.InvariantCulture);
}
