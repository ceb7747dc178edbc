using FsCheck;
using FsCheck.Fluent;
using LowRank.Errors;

namespace LowRank.Tests;

public sealed class SpectralErrorEstimateTests
{
    private static readonly Gen<Drawn> Estimates =
        from dropped in Gen.Choose(0, 1000)
        from left in Gen.Choose(0, 1000)
        from rounding in Gen.Choose(0, 100)
        from looks in Gen.Choose(1, 5)
        from isWhole in Gen.Elements(false, true)
        from isComplex in Gen.Elements(false, true)
        select new Drawn(dropped / 1000.0, left / 1000.0, rounding / 1e6, new KrylovTail(200, 10, 6, isComplex, isWhole), looks);

    /// <summary>max(ρ, σ)² ≤ ‖A − Â‖₂² ≤ ρ² + σ², with ρ bounded at δ / 2^looks, so that all looks together fail with δ.</summary>
    [Fact]
    public void The_bounds_are_those_of_what_is_dropped_and_what_is_left() => PropertyCheck.Holds(
        Estimates,
        drawn =>
        {
            SpectralErrorEstimate estimate = drawn.Build();
            Assert.Equal(Math.Max(drawn.Dropped, drawn.Left), estimate.LowerBound);
            foreach (double probability in new[] { 1e-9, 0.01, 0.5 })
            {
                double left = drawn.Left * drawn.Tail.Inflation(probability / Math.Pow(2, drawn.Looks));
                double expected = Math.Sqrt((drawn.Dropped * drawn.Dropped) + (left * left)) + drawn.Rounding;
                Expect.Close(estimate.UpperBound(probability), expected, 1e-14, $"the bound at {probability}");
            }
        });

    /// <summary>Rounding does not decide, and a tolerance that is just met is kept.</summary>
    [Fact]
    public void A_tolerance_is_kept_down_to_the_bound_at_one_in_a_hundred() => PropertyCheck.Holds(
        Estimates.Where(drawn => drawn.Dropped + drawn.Left > 0),
        drawn =>
        {
            SpectralErrorEstimate estimate = drawn.Build();
            double left = drawn.Left * drawn.Tail.Inflation(0.01 / Math.Pow(2, drawn.Looks));
            double bound = double.Hypot(drawn.Dropped, left);
            Assert.True(estimate.Keeps(bound * (1 + 1e-12)), $"{bound:R} is not kept");
            Assert.False(estimate.Keeps(bound * (1 - 1e-12)), $"less than {bound:R} is kept");
            Assert.True(new SpectralErrorEstimate(0.25, SpectralResidual.None, 1).Keeps(0.25));
        });

    [Fact]
    public void Only_what_leaves_nothing_and_looked_everywhere_is_exact()
    {
        KrylovTail whole = new(200, 10, 6, false, true);
        KrylovTail part = whole with { IsWhole = false };
        Assert.True(new SpectralErrorEstimate(0.5, SpectralResidual.None, 0).IsExact);
        Assert.True(new SpectralErrorEstimate(0.5, new SpectralResidual(0, whole, 1), 0).IsExact);
        Assert.False(new SpectralErrorEstimate(0.5, new SpectralResidual(0.1, whole, 1), 0).IsExact);
        Assert.False(new SpectralErrorEstimate(0.5, new SpectralResidual(0, part, 1), 0).IsExact);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_probability_outside_the_open_interval_is_refused(double probability)
    {
        SpectralErrorEstimate estimate = new(0.5, SpectralResidual.None, 0);
        ArgumentOutOfRangeException thrown =
            Assert.Throws<ArgumentOutOfRangeException>("failureProbability", () => estimate.UpperBound(probability));
        Assert.Contains("between 0 and 1", thrown.Message, StringComparison.Ordinal);
    }

    private sealed record Drawn(double Dropped, double Left, double Rounding, KrylovTail Tail, int Looks)
    {
        public SpectralErrorEstimate Build() => new(Dropped, new SpectralResidual(Left, Tail, Looks), Rounding);
    }
}
