using System.Numerics;
using LowRank.Errors;

namespace LowRank.Spaces;

/// <summary>Satisfied when the space leaves no more than a share of ‖A‖_F. A tolerance below rounding is taken as rounding: past it there
/// are no directions left to find.</summary>
/// <param name="truncation">The tolerance, of the Frobenius norm.</param>
/// <param name="size">max(m, n), for the effect of rounding.</param>
internal sealed class ResidualWithin<T>(Truncation truncation, long size) : IStoppingRule
    where T : unmanaged, INumberBase<T>
{
    public SearchEnd End => SearchEnd.Tolerance;

    public bool IsMetByNothing(ISpace space) => space.Left.Norm == 0 || IsReached(space);

    public bool IsReached(ISpace space)
    {
        Residual left = space.Left;
        double tolerance = Tolerance(left);
        return ResidualEstimator<T>.SafeSquared(left) <= tolerance * tolerance;
    }

    /// <summary>The tolerance as a share of the residual's norm.</summary>
    public double Tolerance(Residual left) => Math.Max(
        truncation.RelativeTolerance(left.Norm, ResidualEstimator<T>.SafeReference(left)), ResidualEstimator<T>.RoundingFloor(size));
}
