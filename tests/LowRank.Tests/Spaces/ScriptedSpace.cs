using LowRank.Errors;
using LowRank.Spaces;

namespace LowRank.Tests;

/// <summary>A space that holds what a test says: after each block the shares of ‖A‖² and what is left.</summary>
/// <param name="block">The directions of a block.</param>
/// <param name="limit">The size at which it is complete.</param>
/// <param name="norm">‖A‖_F.</param>
/// <param name="steps">The shares after each block; what is left is the rest of 1, unless it is said.</param>
internal sealed class ScriptedSpace(int block, int limit, double norm, params (double[] Shares, double? Left)[] steps)
    : ISpace, IRestartable
{
    private int _step = -1;

    public int Size { get; private set; }

    public int BlockSize => block;

    public bool IsComplete => Size >= limit;

    /// <summary>Whether the next block fails.</summary>
    public bool Fails { get; set; }

    /// <summary>How the residual is known.</summary>
    public ErrorEstimateMethod Method { get; init; } = ErrorEstimateMethod.ExactIdentity;

    /// <summary>The sizes that the space has been compressed to.</summary>
    public List<int> Compressions { get; } = [];

    public Residual Left => new(Method, norm, _step < 0 ? 1 : steps[_step].Left ?? (1 - Shares().Sum()));

    public bool TryExpand()
    {
        if (Fails)
        {
            return false;
        }

        Size += block;
        _step = Math.Min(_step + 1, steps.Length - 1);
        return true;
    }

    public double[] Shares() => [.. _step < 0 ? [] : steps[_step].Shares];

    public void Compress(int keep)
    {
        Compressions.Add(keep);
        Size = keep;
    }
}
