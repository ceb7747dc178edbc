using LowRank.Execution;

namespace LowRank.Polar;

/// <summary>One step X ← X (a I + b XᴴX + c (XᴴX)²): every singular value σ becomes aσ + bσ³ + cσ⁵.</summary>
internal readonly record struct QuinticStep(double A, double B, double C)
{
    /// <summary>Degree 5, of third order at 1: g(1) = 1, g'(1) = g''(1) = 0.</summary>
    public static QuinticStep NewtonSchulz { get; } = new(15.0 / 8, -5.0 / 4, 3.0 / 8);

    public static QuinticStep Muon { get; } = new(3.4445, -4.7750, 2.0315);

    // The optimal odd quintics, one after the other, for singular values in [1e-3, 1]. In the sixth, b is negative (it is printed with
    // the wrong sign in places).
    private static readonly QuinticStep[] Express =
    [
        new(8.28721201814563, -23.595886519098837, 17.300387312530933),
        new(4.107059111542203, -2.9478499167379106, 0.5448431082926601),
        new(3.9486908534822946, -2.908902115962949, 0.5518191394370137),
        new(3.3184196573706015, -2.488488024314874, 0.51004894012372),
        new(2.300652019954817, -1.6689039845747493, 0.4188073119525673),
        new(1.891301407787398, -1.2679958271945868, 0.37680408948524835),
        new(1.8750014808534479, -1.2500016453999487, 0.3750001645474248),
    ];

    /// <summary>Step number <paramref name="index"/>, from 0, of the Polar Express; after its own it goes on with Newton and
    /// Schulz.</summary>
    public static QuinticStep PolarExpress(int index) =>
        index < Express.Length ? Express[index].Stretched(Tuning<PolarTuning>.Current.Stretch) : NewtonSchulz;

    public double Apply(double singularValue)
    {
        double square = singularValue * singularValue;
        return singularValue * (A + (square * (B + (square * C))));
    }

    private QuinticStep Stretched(double factor) => new(A / factor, B / Math.Pow(factor, 3), C / Math.Pow(factor, 5));
}
