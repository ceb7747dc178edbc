using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionMnist.Report;

/// <summary>Writes 8-bit greyscale PNG images.</summary>
internal static class Png
{
    private static readonly byte[] _signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>An image as a <c>data:</c> URI.</summary>
    /// <param name="pixels">Row by row; 0 is dark, 1 bright, what lies beyond is clipped.</param>
    /// <param name="width">The pixels in a row.</param>
    public static string DataUri(ReadOnlySpan<double> pixels, int width)
    {
        byte[] bytes = new byte[pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Round(255 * Math.Clamp(pixels[i], 0, 1));
        }

        return "data:image/png;base64," + Convert.ToBase64String(Encode(bytes, width));
    }

    private static byte[] Encode(byte[] pixels, int width)
    {
        using MemoryStream image = new();
        image.Write(_signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], pixels.Length / width);
        header[8] = 8; // bits a sample; what follows is 0: greyscale, deflate, adaptive filters, not interlaced
        Chunk(image, "IHDR"u8, header);

        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int start = 0; start < pixels.Length; start += width)
            {
                zlib.WriteByte(0); // the row is not filtered
                zlib.Write(pixels, start, width);
            }
        }

        Chunk(image, "IDAT"u8, packed.ToArray());
        Chunk(image, "IEND"u8, []);
        return image.ToArray();
    }

    private static void Chunk(MemoryStream image, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        image.Write(number);
        image.Write(type);
        image.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        image.Write(number);
    }

    /// <summary>CRC-32, bit by bit: the images are small.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320;
            }
        }

        return crc;
    }
}
