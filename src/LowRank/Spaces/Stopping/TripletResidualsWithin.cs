using System.Numerics;

namespace LowRank.Spaces;

/// <summary>
/// Satisfied when each of the leading Ritz triplets has a residual ‖Aᴴu − σv‖ below a share of σ₁. Judged when the room is full, since
/// every look costs a small SVD.
/// </summary>
/// <param name="lanczos">The space.</param>
/// <param name="rank">How many triplets.</param>
/// <param name="tolerance">The share.</param>
/// <param name="room">The largest size of the space.</param>
internal sealed class TripletResidualsWithin<T>(BlockLanczos<T> lanczos, int rank, double tolerance, int room) : IStoppingRule
    where T : unmanaged, INumberBase<T>
{
    public SearchEnd End => SearchEnd.Residuals;

    public bool IsReached(ISpace space) =>
        space.Size + space.BlockSize > room && !space.IsComplete && lanczos.LargestResidual(rank) is var (residual, largest)
        && residual <= tolerance * largest;
}
