using System.Numerics;
using LowRank.Errors;

namespace LowRank.Spaces;

/// <summary>Satisfied when the space leaves no more than a share of ‖A‖_F. A tolerance below rounding is taken as rounding: past it there
/// are no directions left to find.</summary>
internal sealed class ResidualWithin<T>(double tolerance) : IStoppingRule
    where T : unmanaged, INumberBase<T>
{
    public SearchEnd End => SearchEnd.Tolerance;

    public bool IsMetByNothing(ISpace space) => space.Left.Norm == 0 || IsReached(space);

    public bool IsReached(ISpace space) => ResidualEstimator<T>.SafeSquared(space.Left) <= tolerance * tolerance;
}
