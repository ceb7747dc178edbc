using System.Globalization;

namespace LowRank.Reporting;

/// <summary>A logarithmic axis.</summary>
/// <param name="Label">What it shows, with the unit.</param>
/// <param name="Min">The smallest value shown, positive.</param>
/// <param name="Max">The largest value shown.</param>
public sealed record Axis(string Label, double Min, double Max)
{
    // With fewer decades than this, 2 and 5 are labelled too; with less than one, most digits.
    private const double DecadesForFineLabels = 2.5;

    private double Decades => Math.Log10(Max / Min);

    /// <summary>An axis that holds all values with some room around them.</summary>
    public static Axis Around(string label, IEnumerable<double> values)
    {
        const double Room = 1.25;
        double[] all = [.. values];
        return new Axis(label, all.Min() / Room, all.Max() * Room);
    }

    /// <summary>Where a value stands, 0 … 1.</summary>
    public double Position(double value) => Math.Log10(value / Min) / Decades;

    public IEnumerable<(double Value, string Text)> Ticks()
    {
        double[] steps = Decades < 1 ? [1, 2, 3, 4, 5, 6, 8] : Decades < DecadesForFineLabels ? [1, 2, 5] : [1];
        for (int exponent = (int)Math.Floor(Math.Log10(Min)); exponent <= Math.Ceiling(Math.Log10(Max)); exponent++)
        {
            foreach (double step in steps)
            {
                // Parsed, so that 2e-1 is 0.2 and not its neighbour.
                double value = double.Parse($"{step}e{exponent}", CultureInfo.InvariantCulture);
                if (value >= Min * (1 - 1e-9) && value <= Max * (1 + 1e-9))
                {
                    yield return (value, value.ToString("G4", CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
