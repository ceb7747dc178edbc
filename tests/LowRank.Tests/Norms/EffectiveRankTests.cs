using FsCheck;
using FsCheck.Fluent;

namespace LowRank.Tests;

public sealed class EffectiveRankTests
{
    private static readonly Gen<double[]> Spectra = Gen.Choose(1, 12).SelectMany(n => Gen.Choose(0, 1000).ArrayOf(n)).Select(
        values => Array.ConvertAll(values, v => v / 100.0));

    [Fact]
    public void Golden_values_of_diag_2_1_1()
    {
        double[] s = [2, 1, 1];
        Assert.Equal(2, EffectiveRank.NuclearOverSpectral(s), 1e-14);
        Assert.Equal(1.5, EffectiveRank.Stable(s), 1e-14);
        Assert.Equal(8.0 / 3, EffectiveRank.NuclearOverFrobenius(s), 1e-14);
        Assert.Equal(2 * Math.Sqrt(2), EffectiveRank.Entropy(s), 1e-14);
        Assert.Equal((3, 1, 0), (EffectiveRank.CountAbove(s, 0.5), EffectiveRank.CountAbove(s, 1), EffectiveRank.CountAbove(s, 2)));
        Assert.Equal((3, 1), (EffectiveRank.CountAboveShare(s, 0.4), EffectiveRank.CountAboveShare(s, 0.5)));

        // √(4/6) = 0.816, √(5/6) = 0.913: the share of the norm is not one minus the relative error, which at rank 1 is √(2/6) = 0.577.
        Assert.Equal((1, 2, 3), (EffectiveRank.Energy(s, 0.2), EffectiveRank.Energy(s, 0.1), EffectiveRank.Energy(s, 0.05)));
        Assert.Equal((0, 3), (EffectiveRank.Energy(s, 1), EffectiveRank.Energy(s, 0)));
    }

    /// <summary>All in [1, rank], ordered as Cauchy–Schwarz orders them, the rank for equal values, and blind to scale, order and
    /// zeros.</summary>
    [Fact]
    public void They_lie_between_1_and_the_rank() => PropertyCheck.Holds(Spectra, s =>
    {
        int rank = EffectiveRank.CountAbove(s, 0);
        Func<double[], double>[] measures =
        [
            v => EffectiveRank.NuclearOverSpectral(v), v => EffectiveRank.Stable(v), v => EffectiveRank.NuclearOverFrobenius(v), v =>
                EffectiveRank.Entropy(v),
            v => EffectiveRank.Entropy(v, 2),
        ];
        foreach (Func<double[], double> measure in measures)
        {
            double value = measure(s);
            Expect.AtLeast(value, rank == 0 ? 0 : 1 - 1e-12, "the measure");
            Expect.AtMost(value, rank * (1 + 1e-12), "the measure");
            Expect.Close(measure([.. s.Reverse().Select(v => v * 1e200), 0]), value, 1e-10, "the measure of a scaled spectrum");
            Expect.Close(measure(Array.ConvertAll(s, v => v > 0 ? 3.0 : 0)), rank, 1e-10, "the measure of equal values");
        }

        Expect.AtMost(EffectiveRank.Stable(s), EffectiveRank.NuclearOverSpectral(s) + 1e-12, "‖·‖_F²/‖·‖₂² against ‖·‖_*/‖·‖₂");
        Expect.AtMost(EffectiveRank.NuclearOverSpectral(s), EffectiveRank.NuclearOverFrobenius(s) + 1e-12,
            "‖·‖_*/‖·‖₂ against ‖·‖_*²/‖·‖_F²");
        double[] sorted = [.. s.OrderDescending()];
        double whole = sorted.Sum(v => v * v);
        foreach (double epsilon in new[] { 0.01, 0.1, 0.5 })
        {
            int energy = EffectiveRank.Energy(s, epsilon);
            int expected = Enumerable.Range(0, s.Length + 1).First(
                i => Math.Sqrt(sorted.Take(i).Sum(v => v * v)) >= (1 - epsilon - 1e-12) * Math.Sqrt(whole));
            Assert.Equal(expected, energy);
        }
    });

    [Fact]
    public void Bad_arguments_are_refused()
    {
        foreach (double bad in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentException>(() => EffectiveRank.Stable([1, bad]));
            Assert.Throws<ArgumentException>(() => EffectiveRank.Entropy([bad]));
        }

        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => EffectiveRank.CountAbove([1], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("share", () => EffectiveRank.CountAboveShare([1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => EffectiveRank.Energy([1], 1.1));
        Assert.Throws<ArgumentOutOfRangeException>("exponent", () => EffectiveRank.Entropy([1], 0));
        Assert.Equal((0.0, 0.0, 0, 0.0), (EffectiveRank.Stable([]), EffectiveRank.Entropy([0, 0]), EffectiveRank.Energy([0], 0),
            EffectiveRank.NuclearOverFrobenius([0])));
    }
}
