using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LowRank.Random;

/// <summary>
/// The counter-based generator Philox4x32-10: a pure function from (seed, stream, index) to 128 random bits, so that any block of a
/// random matrix can be made on any thread and always holds the same numbers.
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
/// <param name="seed">The user's seed: the key of the cipher.</param>
/// <param name="stream">What the numbers are for, so that no two uses share any: the upper half of the counter.</param>
internal readonly struct Philox4x32(ulong seed, ulong stream)
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    // 2⁻⁵³: a uniform number is a multiple of it.
    private const double Ulp = 1.0 / (1UL << 53);

    /// <summary>128 random bits as four words.</summary>
    public Vector128<uint> Block(ulong index)
    {
        uint c0 = (uint)index;
        uint c1 = (uint)(index >> 32);
        uint c2 = (uint)stream;
        uint c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed;
        uint k1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return Vector128.Create(c0, c1, c2, c3);
    }

    /// <summary>A number uniform in [0, 1), of 53 bits.</summary>
    public double Uniform(ulong index) => HalfOpen(Block(index).AsUInt64().GetElement(0));

    /// <summary>Two independent standard normal numbers (Box and Muller 1958).</summary>
    public (double First, double Second) GaussianPair(ulong index)
    {
        Vector128<ulong> bits = Block(index).AsUInt64();

        // 1 − u lies in (0, 1], so the logarithm is finite; the largest magnitude is (2·53·ln 2)^½ ≈ 8.57.
        double radius = Math.Sqrt(-2 * Math.Log(1 - HalfOpen(bits.GetElement(0))));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * HalfOpen(bits.GetElement(1)));
        return (radius * cosine, radius * sine);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double HalfOpen(ulong bits) => (bits >> 11) * Ulp;
}
