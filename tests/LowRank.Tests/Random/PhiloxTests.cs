using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using LowRank.Random;

namespace LowRank.Tests;

public sealed class PhiloxTests
{
    /// <summary>The known answers that the authors of the generator publish (kat_vectors of Random123).</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0_a4093822UL, 0x03707344_13198a2eUL, 0x85a308d3_243f6a88UL, 0xd16cfe09u, 0x94fdcceb, 0x5001e420u, 0x24126ea1u)]
    public void It_gives_the_published_answers(ulong seed, ulong stream, ulong index, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal(Vector128.Create(w0, w1, w2, w3), new Philox4x32(seed, stream).Block(index));

    /// <summary>Against a second implementation that follows the paper's own form: S-boxes and a permutation of words, the key schedule
    /// apart.</summary>
    [Fact]
    public void It_is_what_the_paper_defines()
    {
        Gen<(ulong, ulong, ulong)> keys =
            from a in Gen.Choose(int.MinValue, int.MaxValue).Four()
            from b in Gen.Choose(int.MinValue, int.MaxValue).Two()
            select (Join(a.Item1, a.Item2), Join(a.Item3, a.Item4), Join(b.Item1, b.Item2));
        PropertyCheck.Holds(
            keys,
            key =>
            {
                (ulong seed, ulong stream, ulong index) = key;
                Assert.Equal(AsInPaper(seed, stream, index), new Philox4x32(seed, stream).Block(index));
            },
            500);

        static ulong Join(int high, int low) => ((ulong)(uint)high << 32) | (uint)low;
    }

    /// <summary>Computed elsewhere (Python) from the published definition: what a seed gives must never change.</summary>
    [Theory]
    [InlineData(RandomizedOptions.DefaultSeed, 0, 0UL, 0.1218770689615275, 0.3364922913661062, -0.38302780969837535)]
    [InlineData(RandomizedOptions.DefaultSeed, 0, 1UL, 0.14079623984678924, -0.12597602352257123, 0.5363099843255614)]
    [InlineData(RandomizedOptions.DefaultSeed, 0, 1UL << 32, 0.7994247982307989, -1.3001834032133315, -1.233959148751153)]
    [InlineData(RandomizedOptions.DefaultSeed, 1, 0UL, 0.6663958675336448, 1.1725913294426358, -0.9058863153212674)]
    [InlineData(1UL, 0, 0UL, 0.8946847163350924, -0.5112540909508035, -2.0591776774243638)]
    public void A_seed_gives_the_same_numbers_for_ever(ulong seed, ulong stream, ulong index, double uniform, double first, double second)
    {
        Philox4x32 generator = new(seed, stream);
        Assert.Equal(uniform, generator.Uniform(index));
        (double actualFirst, double actualSecond) = generator.GaussianPair(index);
        Expect.Close(actualFirst, first, 1e-14, "the first of the pair");
        Expect.Close(actualSecond, second, 1e-14, "the second of the pair");
    }

    [Fact]
    public void The_streams_have_the_numbers_that_results_depend_on()
    {
        Assert.Equal(0UL, (ulong)RandomStream.Sketch);
        Assert.Equal(1UL, (ulong)RandomStream.Probe);
        Assert.Equal(2UL, (ulong)RandomStream.ColumnRow);
    }

    private static Vector128<uint> AsInPaper(ulong seed, ulong stream, ulong index)
    {
        uint[] counter = [(uint)index, (uint)(index >> 32), (uint)stream, (uint)(stream >> 32)];
        for (uint round = 0; round < 10; round++)
        {
            uint key0 = (uint)seed + (round * 0x9E3779B9);
            uint key1 = (uint)(seed >> 32) + (round * 0xBB67AE85);
            UInt128 left = (UInt128)counter[0] * 0xD2511F53;
            UInt128 right = (UInt128)counter[2] * 0xCD9E8D57;
            counter =
            [
                (uint)(right / 4294967296) ^ counter[1] ^ key0, (uint)(right % 4294967296),
                (uint)(left / 4294967296) ^ counter[3] ^ key1, (uint)(left % 4294967296),
            ];
        }

        return Vector128.Create(counter);
    }
}
