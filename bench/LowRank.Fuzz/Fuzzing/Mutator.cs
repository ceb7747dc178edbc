using System.Buffers.Binary;
using System.Text;

namespace LowRank.Fuzz;

/// <summary>Spoils bytes as disks, networks, programs and adversaries do.</summary>
internal sealed class Mutator(System.Random random)
{
    private static readonly string[] _numbers =
    [
        "0", "1", "-1", "2147483647", "2147483648", "4294967296", "4611686018427387904", "9223372036854775807", "18446744073709551615",
        "99999999999999999999999", "1e308", "1e999", "nan", "inf", "-0", "0x10", "1.5.2", "", "1e", "i", "3e-400",
    ];

    private static readonly long[] _integers =
        [0, 1, -1, 127, 255, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, 1L << 62, long.MaxValue, long.MinValue];

    // What means something in a header or in text.
    private static readonly byte[] _telling = [.. " ,.:;'\"()[]{}%\n\r\t-+eEij019|<>"u8, 0, 0xff];

    /// <summary>A changed copy: mostly one change, sometimes up to four, one after the other.</summary>
    public byte[] Mutate(byte[] content, IReadOnlyList<SeedFile> others)
    {
        byte[] result = content;
        for (int i = random.Next(3) == 0 ? random.Next(4) : 0; i >= 0; i--)
        {
            result = Once(result, others);
        }

        return result;
    }

    private byte[] Once(byte[] content, IReadOnlyList<SeedFile> others)
    {
        // Headers stand at the beginning (and a zip's directory at the end): mutations there are the ones that count.
        int at = random.Next(3) switch
        {
            0 => random.Next(Math.Min(content.Length, 130) + 1),
            1 => random.Next(content.Length + 1),
            _ => content.Length - random.Next(Math.Min(content.Length, 130) + 1),
        };
        int length = Math.Min(random.Next(1, 9), content.Length - at);
        switch (random.Next(10))
        {
            case 0 when at < content.Length: // a bit
                byte[] flipped = [.. content];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when at < content.Length: // a byte
                byte[] replaced = [.. content];
                replaced[at] = random.Next(3) == 0 ? (byte)random.Next(256) : _telling[random.Next(_telling.Length)];
                return replaced;
            case 2: // the end
                return content[..at];
            case 3: // a hole
                return [.. content[..at], .. content[(at + length)..]];
            case 4: // an echo
                int count = random.Next(1, 40);
                return [.. content[..at], .. Enumerable.Repeat(content[at..(at + length)], count).SelectMany(bytes => bytes),
                    .. content[at..]];
            case 5: // noise
                byte[] noise = new byte[random.Next(1, 30)];
                random.NextBytes(noise);
                return [.. content[..at], .. noise, .. content[at..]];
            case 6: // another number in text
                return ReplaceNumber(content, at);
            case 7 when at + 8 <= content.Length: // another number in binary
                byte[] changed = [.. content];
                long value = _integers[random.Next(_integers.Length)];
                WriteInteger(changed.AsSpan(at), value);
                return changed;
            case 8: // the rest of another file
                byte[] other = others[random.Next(others.Count)].Content;
                int from = random.Next(other.Length + 1);
                return [.. content[..at], .. other[from..]];
            default: // zeros
                byte[] zeroed = [.. content];
                zeroed.AsSpan(at, length).Clear();
                return zeroed;
        }
    }

    private void WriteInteger(Span<byte> target, long value)
    {
        switch (random.Next(4))
        {
            case 0:
                BinaryPrimitives.WriteInt64LittleEndian(target, value);
                break;
            case 1:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)value);
                break;
            case 2:
                BinaryPrimitives.WriteInt32BigEndian(target, (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt16LittleEndian(target, (short)value);
                break;
        }
    }

    private byte[] ReplaceNumber(byte[] content, int at)
    {
        int start = content.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
        {
            return content[..at];
        }

        start += at;
        int end = start;
        while (end < content.Length && char.IsAsciiDigit((char)content[end]))
        {
            end++;
        }

        return [.. content[..start], .. Encoding.ASCII.GetBytes(_numbers[random.Next(_numbers.Length)]), .. content[end..]];
    }
}
