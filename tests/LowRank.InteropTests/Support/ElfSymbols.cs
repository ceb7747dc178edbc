using System.Buffers.Binary;
using System.Text;

namespace LowRank.InteropTests.Support;

/// <summary>What <c>nm -D --defined-only</c> prints of a 64-bit little-endian ELF file, without <c>nm</c>.</summary>
internal static class ElfSymbols
{
    private const int DynamicSymbolTable = 11, SymbolSize = 24;
    private const ushort Undefined = 0, Absolute = 0xfff1; // the latter: the names of symbol versions

    internal static IReadOnlyList<string> Exported(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.True(file.AsSpan(0, 6).SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]), $"{path} is no 64-bit ELF file.");

        (uint Type, long Offset, long Size, uint Link)[] sections =
        [
            .. Enumerable.Range(0, Half(60)).Select(index =>
            {
                long header = Long(40) + (index * Half(58));
                return (Word(header + 4), Long(header + 24), Long(header + 32), Word(header + 40));
            }),
        ];
        (_, long offset, long size, uint link) = sections.Single(section => section.Type == DynamicSymbolTable);
        long names = sections[link].Offset;
        return
        [
            .. from index in Enumerable.Range(1, (int)(size / SymbolSize) - 1)
               let symbol = offset + (index * SymbolSize)
               let section = Half(symbol + 6)
               where section is not (Undefined or Absolute) && file[symbol + 4] >> 4 != 0 // not local
               select Name(names + Word(symbol)),
        ];

        ushort Half(long at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)at));
        uint Word(long at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at));
        long Long(long at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan((int)at));
        string Name(long at) => Encoding.ASCII.GetString(file.AsSpan((int)at, file.AsSpan((int)at).IndexOf((byte)0)));
    }
}
