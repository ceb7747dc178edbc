using LowRank.Polar;

namespace LowRank.Tests;

public sealed class QuinticStepTests
{
    // As printed, to six digits; in row 6 with the sign that is right (X5).
    private static readonly (double A, double B, double C)[] Table =
    [
        (8.28721, -23.5959, 17.3004), (4.10706, -2.94785, 0.544843), (3.94869, -2.9089, 0.551819), (3.31842, -2.48849, 0.510049),
        (2.30065, -1.6689, 0.418807), (1.8913, -1.268, 0.376804), (1.875, -1.25, 0.375),
    ];

    [Fact]
    public void X5_the_polar_express_has_the_printed_coefficients_with_a_negative_b_in_row_6()
    {
        for (int i = 0; i < Table.Length; i++)
        {
            QuinticStep step = QuinticStep.PolarExpress(i);
            Expect.Close(step.A * 1.01, Table[i].A, 1e-5 * Table[i].A, $"a in row {i + 1}");
            Expect.Close(step.B * Math.Pow(1.01, 3), Table[i].B, 3e-5 * Math.Abs(Table[i].B), $"b in row {i + 1}");
            Expect.Close(step.C * Math.Pow(1.01, 5), Table[i].C, 1e-5 * Table[i].C, $"c in row {i + 1}");
        }

        Assert.Equal(QuinticStep.NewtonSchulz, QuinticStep.PolarExpress(7));
        Assert.Equal((3.4445, -4.7750, 2.0315), (QuinticStep.Muon.A, QuinticStep.Muon.B, QuinticStep.Muon.C));
    }

    /// <summary>
    /// The table is the greedy minimax: each row maps the interval that the rows before leave onto one symmetric about 1, which its local
    /// extrema attain. With the sign of X5 row 6 would send 1 to 3.5.
    /// </summary>
    [Fact]
    public void Every_row_equioscillates_about_1_on_what_the_rows_before_leave()
    {
        double low = 1e-3;
        double high = 1;
        for (int i = 0; i < Table.Length - 1; i++)
        {
            QuinticStep step = QuinticStep.PolarExpress(i);
            QuinticStep exact = new(step.A * 1.01, step.B * Math.Pow(1.01, 3), step.C * Math.Pow(1.01, 5));
            double[] images = [.. Enumerable.Range(0, 20001).Select(k => exact.Apply(low + ((high - low) * k / 20000)))];
            double left = 1 - images.Min();
            double right = images.Max() - 1;
            Expect.Close(left, right, 0.02 * Math.Max(left, right) + 1e-5, $"the distances from 1 in row {i + 1}");
            low = images.Min();
            high = images.Max();
        }

        Expect.AtMost(Math.Max(1 - low, high - 1), 2e-3, "the distance from 1 after six rows");
    }

    [Fact]
    public void Newton_and_schulz_is_of_third_order_and_muon_stays_near_1()
    {
        foreach (double error in new[] { 1e-2, 1e-3 })
        {
            // g(1 − e) = 1 − (5/2) e³ + …
            Expect.Close((1 - QuinticStep.NewtonSchulz.Apply(1 - error)) / (error * error * error), 2.5, 5 * error, "the third derivative");
        }

        for (double s = 0.01; s <= 1; s += 0.001)
        {
            double value = s;
            for (int step = 0; step < 5; step++)
            {
                value = QuinticStep.Muon.Apply(value);
            }

            Assert.InRange(value, 0.65, 1.21);
        }
    }
}
