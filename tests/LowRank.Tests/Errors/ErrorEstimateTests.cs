using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LowRank.Errors;

namespace LowRank.Tests;

public sealed class ErrorEstimateTests
{
    private static readonly double[] Probabilities = [1e-12, 1e-6, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999];

    private static readonly Gen<Drawn> Estimates =
        from method in Gen.Elements(Enum.GetValues<ErrorEstimateMethod>())
        from scale in Gen.Elements(1.0, 3.0, 1e-200, 1e200)
        from certain in Gen.Choose(0, 1000)
        from estimated in Gen.Choose(0, 1000)
        from degrees in Gen.Choose(1, 200)
        select new Drawn(method, scale, certain / 1000.0, estimated / 1000.0, degrees);

    [Fact]
    public void The_upper_bound_falls_with_the_failure_probability_and_never_below_the_error() => PropertyCheck.Holds(
        Estimates,
        drawn =>
        {
            ErrorEstimate estimate = drawn.Build();
            double previous = double.PositiveInfinity;
            foreach (double probability in Probabilities)
            {
                double bound = estimate.UpperBound(probability);
                Assert.True(bound <= previous, $"the bound at {probability} is {bound:R}, above {previous:R} for a smaller probability");
                Assert.True(bound >= estimate.Frobenius,
                    $"the bound at {probability} is {bound:R}, below the error {estimate.Frobenius:R}");
                previous = bound;
            }
        },
        300);

    [Fact]
    public void The_parts_are_squares_in_units_of_the_scale() => PropertyCheck.Holds(
        Estimates,
        drawn =>
        {
            ErrorEstimate estimate = drawn.Build();
            double expected = drawn.Scale * Math.Sqrt(drawn.Certain + drawn.Estimated);
            Expect.Close(estimate.Frobenius, expected, 1e-15 * expected, "Frobenius");
            Expect.Close(estimate.RelativeFrobenius, expected / drawn.Scale / 2, 1e-15, "relative to 2 · scale");
            Assert.Equal(drawn.Method, estimate.Method);
        },
        300);

    [Fact]
    public void Each_method_has_its_own_bound()
    {
        // In units of 10²: certain 0.09, estimated 0.16, rounding of the square 0.01; in units of 10: rounding of the error 0.001.
        ErrorEstimate Of(ErrorEstimateMethod method) => new(method, 10, 0.09, 0.16, 0.01, 0.001, 0.02, 100, 20);
        Expect.Close(Of(ErrorEstimateMethod.ExactIdentity).UpperBound(0.01), 10 * (Math.Sqrt(0.26) + 0.001), 1e-13,
            "an identity adds only rounding");
        Expect.Close(Of(ErrorEstimateMethod.PerturbationBound).UpperBound(0.01), (10 * Math.Sqrt(0.26)) + 0.01, 1e-13,
            "so does a perturbation bound");
        Expect.Close(Of(ErrorEstimateMethod.Expectation).UpperBound(0.01), (10 * Math.Sqrt(25.01)) + 0.01, 1e-13, "Markov");
        Expect.Close(
            Of(ErrorEstimateMethod.RandomProbe).UpperBound(0.01), (10 * Math.Sqrt(0.1 + (0.16 * ProbeTail.Inflation(20, 0.01)))) + 0.01,
                1e-13,
            "probes inflate only what they estimate");
    }

    /// <summary>
    /// Of a sum of bounded deviations the bound t is the smaller of Markov's √(E/δ) and Bernstein's, where 2 exp(−t² / (2E + 2bt/3)) = δ:
    /// put back, either comes out, and the other one is no less.
    /// </summary>
    [Fact]
    public void A_sum_of_bounded_deviations_takes_the_smaller_of_the_bounds_of_Markov_and_Bernstein()
    {
        int markovs = 0;
        int bernsteins = 0;
        PropertyCheck.Holds(
            from expected in Gen.Choose(1, 1000)
            from jump in Gen.Choose(0, 1000)
            from exponent in Gen.Choose(1, 1200)
            select (Expected: expected / 1000.0, Jump: jump / 300.0, Probability: Math.Pow(10, -exponent / 100.0)),
            drawn =>
            {
                ErrorEstimate estimate = new(
                    ErrorEstimateMethod.Expectation, 1, 0, drawn.Expected, 0, 0, 0, 1, largestJump: drawn.Jump);
                double bound = estimate.UpperBound(drawn.Probability);
                double markov = Math.Sqrt(drawn.Expected / drawn.Probability);
                double exponent = -bound * bound / ((2 * drawn.Expected) + (2 * drawn.Jump * bound / 3));
                double excess = Math.Log(2) + exponent - Math.Log(drawn.Probability);
                if (bound > markov * (1 - 1e-12))
                {
                    markovs++;
                    Expect.Close(bound, markov, 1e-12 * markov, "the bound of Markov");
                    Expect.AtLeast(excess, -1e-9, "ln of Bernstein's tail at the bound of Markov, over ln δ");
                }
                else
                {
                    bernsteins++;
                    Expect.Close(excess, 0, 1e-12 * (1 - exponent), "ln of Bernstein's tail at its bound, over ln δ");
                }
            },
            500);
        Assert.True(markovs > 20 && bernsteins > 20, $"{markovs} bounds are Markov's and {bernsteins} are Bernstein's");
    }

    /// <summary>Where the figure is one sample of the error, the bound stands on what its mean surely does not exceed.</summary>
    [Fact]
    public void The_bound_of_an_expectation_is_that_of_its_known_ceiling()
    {
        ErrorEstimate estimate = new(ErrorEstimateMethod.Expectation, 10, 0.5, 0.5, 0, 0, 0, 1, expectedAtMost: 4);
        Assert.Equal(10, estimate.Frobenius);
        Expect.Close(estimate.UpperBound(0.25), 40, 1e-13, "10 √(4 / 0.25)");
    }

    [Fact]
    public void Sampled_entries_bound_nothing() =>
        Assert.Equal(double.PositiveInfinity, new ErrorEstimate(ErrorEstimateMethod.SampledEntries, 1, 0, 1, 0, 0, 0, 1).UpperBound(0.9));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_probability_outside_the_open_interval_is_refused(double probability)
    {
        foreach (ErrorEstimateMethod method in Enum.GetValues<ErrorEstimateMethod>())
        {
            ErrorEstimate estimate = new(method, 1, 0, 1, 0, 0, 0, 1, 10);
            ArgumentOutOfRangeException thrown =
                Assert.Throws<ArgumentOutOfRangeException>("failureProbability", () => estimate.UpperBound(probability));
            Assert.Contains("between 0 and 1", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Relative_errors_of_zero_and_unknown_norms()
    {
        Assert.Equal(0, new ErrorEstimate(ErrorEstimateMethod.ExactIdentity, 0, 0, 0, 0, 0, 0, 0).RelativeFrobenius);
        Assert.True(double.IsNaN(new ErrorEstimate(ErrorEstimateMethod.RandomProbe, 1, 0, 1, 0, 0, 0, double.NaN).RelativeFrobenius));
        Assert.Equal(0.25, new ErrorEstimate(ErrorEstimateMethod.Expectation, 1, 0, 1, 0, 0, 0, 4).RelativeFrobenius);
        Assert.Equal(
            double.PositiveInfinity, new ErrorEstimate(ErrorEstimateMethod.RandomProbe, 1, 0, 1, 0, 0, 0, 0).RelativeFrobenius);
    }

    [Fact]
    public void What_the_method_cannot_resolve_is_said()
    {
        ErrorEstimate below = new(ErrorEstimateMethod.ExactIdentity, 5, 0, 1e-16, 0, 0, 1e-7, 5);
        Assert.Equal(5e-7, below.Resolution, 1e-20);
        Assert.True(below.IsBelowResolution);
        Assert.Contains("below its resolution", below.ToString(), StringComparison.Ordinal);
        Assert.False(new ErrorEstimate(ErrorEstimateMethod.ExactIdentity, 5, 0, 1e-12, 0, 0, 1e-7, 5).IsBelowResolution);

        // A quarter is the square of a half, so that the figure is the resolution to the last bit.
        Assert.False(new ErrorEstimate(ErrorEstimateMethod.ExactIdentity, 1, 0, 0.25, 0, 0, 0.5, 5).IsBelowResolution);
    }

    [Fact]
    public void It_prints_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal("0.5 relative (RandomProbe)", new ErrorEstimate(ErrorEstimateMethod.RandomProbe, 1, 0, 1, 0, 0, 0, 2).ToString());
            Assert.Equal("1.5 (Expectation)",
                new ErrorEstimate(ErrorEstimateMethod.Expectation, 1.5, 0, 1, 0, 0, 0, double.NaN).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private sealed record Drawn(ErrorEstimateMethod Method, double Scale, double Certain, double Estimated, int Degrees)
    {
        public ErrorEstimate Build() => new(Method, Scale, Certain, Estimated, 1e-16, 1e-8, 1e-7, 2 * Scale, Degrees);
    }
}
