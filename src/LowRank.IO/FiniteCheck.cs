using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LowRank.IO;

/// <summary>Finds numbers that are not finite, fast where there are none.</summary>
public static class FiniteCheck
{
    /// <summary>The index of the first NaN or infinity; −1 where there is none.</summary>
    public static int FirstBad<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        if (values.IsEmpty || typeof(T) == typeof(byte))
        {
            return -1;
        }

        // The largest magnitude is NaN if any number is.
        bool isFinite = typeof(T) == typeof(float)
            ? float.IsFinite(TensorPrimitives.MaxMagnitude(MemoryMarshal.Cast<T, float>(values)))
            : double.IsFinite(TensorPrimitives.MaxMagnitude(MemoryMarshal.Cast<T, double>(values)));
        if (isFinite)
        {
            return -1;
        }

        int index = 0;
        while (T.IsFinite(values[index]))
        {
            index++;
        }

        return index;
    }
}
