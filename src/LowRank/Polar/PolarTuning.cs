namespace LowRank.Polar;

/// <summary>The thresholds of the polar iterations.</summary>
internal sealed record PolarTuning
{
    /// <summary>The steps of Muon where none are asked for: those that its authors take (Jordan 2024).</summary>
    public int MuonSteps { get; init; } = 5;

    /// <summary>More than it ever takes to raise rounding too far: (15/8)⁶⁰ is 10¹⁶.</summary>
    public int MostSteps { get; init; } = 60;

    /// <summary>Rounding lifts singular values a little above 1, where the early polynomials of the Polar Express are steep: they are
    /// stretched by this much (Amsel, Persson, Musco and Gower 2025).</summary>
    public double Stretch { get; init; } = 1.01;

    /// <summary>‖XᴴX − I‖ up to this many n ε is rounding.</summary>
    public double RoundingOfDefect { get; init; } = 4;

    /// <summary>Below this defect convergence is of third order; where it no longer halves there, rounding has been reached.</summary>
    public double NearDefect { get; init; } = 0.1;

    /// <summary>Rounding may be raised to this power of ε: directions below ε^(1 − 3/8) of the largest stay as they are, and those that
    /// converge keep five eighths of their digits even where a null space is raised.</summary>
    public double LargestRaisedRounding { get; init; } = 0.375;
}
