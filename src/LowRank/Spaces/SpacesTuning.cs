using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Spaces;

/// <summary>The thresholds of the spaces and of the rules that judge them.</summary>
internal sealed record SpacesTuning
{
    /// <summary>A block whose columns lose more than this factor of their length in the orthogonalisation goes through it again, as in the
    /// criterion of Daniel, Gragg, Kaufman and Stewart (1976); the factor is a judgement: one more pass is cheap beside a
    /// product.</summary>
    public double ReorthogonalizationRatio { get; init; } = 4;

    /// <summary>Passes of orthogonalisation: two are enough (Kahan and Parlett), but for columns that have to be replaced in
    /// them.</summary>
    public int MostPasses { get; init; } = 6;

    /// <summary>The fewest and the most columns that subspace iteration to a tolerance adds at a time: enough for the products to run at
    /// full speed, few enough not to overshoot much.</summary>
    public int SmallestBlock { get; init; } = 8;

    public int LargestBlock { get; init; } = 64;

    /// <summary>What rounding leaves in XᴴW of a normal Krylov space, in ε, as a share of each diagonal entry, since later columns are
    /// orthogonal to what earlier ones found: 2⁻²¹ in single precision. It is added to the diagonal.</summary>
    public double NormalNoise { get; init; } = 4;

    /// <summary>The same as a share, for products in T.</summary>
    public double NoiseOf<T>()
        where T : unmanaged, INumberBase<T> => NormalNoise * Scalar<T>.Epsilon;

    /// <summary>Pivots of XᴴW must stand so many times clear of that.</summary>
    public double ClearOfNoise { get; init; } = 8;

    /// <summary>By how large a share the error may be above the smallest one, by estimate.</summary>
    public double AllowedExcess { get; init; } = 0.01;

    /// <summary>
    /// What is left of the square of a singular value, as a share of what the last block of a Krylov space has added to it: after its first
    /// gain, where x is how far the space reaches down, and after later ones, where x is the ratio of the last two gains. Each law is drawn
    /// through the upper 97 % of what was measured with 20 spectra (powers, exponentials, logarithms, noise of four shapes with and
    /// without signals, steps, clusters, a Laplacian), six ranks from 3 to 100 with blocks of 16 to 96 columns, and two seeds.
    /// </summary>
    public GainLaw FirstGain { get; init; } = new(2.4, 1, 1.1);

    public GainLaw LaterGain { get; init; } = new(5, 1.3, 4);

    /// <summary>The same of what is half a step ahead of what is judged.</summary>
    public GainLaw FirstGainAhead { get; init; } = new(6, 2, 1);

    public GainLaw LaterGainAhead { get; init; } = new(8, 2, 4);

    /// <summary>A space that has been compressed gains more slowly than those laws say: values of noise that were to be within 0.4 % were
    /// 1.2 % low.</summary>
    public double CautionAfterRestart { get; init; } = 3;

    /// <summary>The sum of what is left of many values is about this share of the sum of those laws, which are cautious for each: the least
    /// with which, in the same measurements, no error was more than 1 % above the optimum where blocks were as wide as the rank.</summary>
    public double ShareOfSum { get; init; } = 0.6;

    /// <summary>Blocks that are still to come are foretold with rates between these: a judgement.</summary>
    public double FastestRate { get; init; } = 0.1;

    public double SlowestRate { get; init; } = 0.95;

    /// <summary>Values of a search for values of 1 % are taken as equal within this share, since they are not known better.</summary>
    public double SpreadOfCopies { get; init; } = 0.03;

    /// <summary>Values of a search for all digits are taken as equal within this share: a judgement, far above their errors and far below
    /// what a search for so many digits cannot tell apart.</summary>
    public double SpreadOfExactCopies { get; init; } = 1e-6;

    /// <summary>A rank is settled within this share of the least that it can be.</summary>
    public double RankSlack { get; init; } = 0.02;

    /// <summary>A residual of so small a part of a spectral tolerance decides no more than σ within 0.1 % of the tolerance.</summary>
    public double NegligibleResidual { get; init; } = 0.04;
}

/// <summary>min(most, factor x^power).</summary>
internal readonly record struct GainLaw(double Factor, double Power, double Most)
{
    public double Of(double x) => Math.Min(Most, Factor * Math.Pow(x, Power));
}
