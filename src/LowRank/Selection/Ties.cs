using System.Numerics.Tensors;

namespace LowRank.Selection;

/// <summary>Numbers that rounding cannot tell apart count as equal, and the lowest index is taken, so that every layout and number of
/// threads gives the same choice.</summary>
internal static class Ties
{
    /// <summary>The first score within a slack of the largest; −1 where all are −∞, which is what is taken out.</summary>
    public static int FirstLargest(ReadOnlySpan<double> scores, double slack)
    {
        double largest = scores.IsEmpty ? double.NegativeInfinity : TensorPrimitives.Max(scores);
        return double.IsNegativeInfinity(largest) ? -1 : FirstAtLeast(scores, largest - slack);
    }

    /// <summary>The first score that is no smaller.</summary>
    public static int FirstAtLeast(ReadOnlySpan<double> scores, double least)
    {
        int index = 0;
        while (!(scores[index] >= least))
        {
            index++;
        }

        return index;
    }
}
