namespace LowRank.Tests;

/// <summary>How the singular values of a test matrix fall, from 1 down to the family's smallest.</summary>
public enum SpectrumFamily
{
    Flat,
    Polynomial,
    Exponential,
    SShaped,
    Step,
    Spiked,
}
