using System.Reflection;
using System.Runtime.InteropServices;
using LowRank.Interop;
using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>The library's dynamic symbols = native/exports.txt = what the managed side declares, each both ways.</summary>
public class SymbolTests
{
    private static readonly MethodInfo[] Declarations =
        [
            .. typeof(NativeMethods)
                .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)),
        ];

    private static IReadOnlyList<string> ExportList { get; } =
        [
            .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "exports.txt"))
                .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0),
        ];

    private static IReadOnlyList<string> Exported { get; } = ElfSymbols.Exported(NativeFiles.Packaged);

    /// <summary>What the managed side looks up in the trimmed library: declared functions, MKL's services, the handshake.</summary>
    private static IReadOnlyList<string> Used { get; } =
        [.. Declarations.Select(EntryPoint), .. NativeServices.MklNames, .. NativeServices.HandshakeNames];

    [Fact]
    public void The_library_exports_everything_on_the_list() => AssertContains(Exported, ExportList, "On the list, but not exported");

    [Fact]
    public void The_library_exports_nothing_that_is_not_on_the_list() =>
        AssertContains(ExportList, Exported, "Exported, but not on the list");

    [Fact]
    public void Everything_on_the_list_is_used() => AssertContains(Used, ExportList, "On the list, but used nowhere");

    [Fact]
    public void Everything_used_is_on_the_list() => AssertContains(ExportList, Used, "Used, but not on the list");

    [Fact]
    public void The_list_is_sorted_and_has_each_name_once() =>
        Assert.Equal(ExportList.Distinct().Order(StringComparer.Ordinal), ExportList);

    [Fact]
    public void What_the_loader_requires_is_what_is_declared() =>
        Assert.Equal(Declarations.Select(EntryPoint).Order(StringComparer.Ordinal), LibraryLoader.RequiredNames);

    [Fact]
    public void Every_declaration_has_the_name_and_the_shape_of_its_interface()
    {
        Type[] allowed =
        [
            typeof(long), typeof(float), typeof(double), typeof(nuint), typeof(byte*), typeof(long*), typeof(float*), typeof(double*),
            typeof(System.Numerics.Complex*), typeof(CblasLayout), typeof(CblasTranspose), typeof(CblasUplo), typeof(CblasDiag),
            typeof(CblasSide),
        ];
        Assert.NotEmpty(Declarations);
        Assert.All(Declarations, method =>
        {
            Type[] types = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
            Assert.Equal(method.Name, EntryPoint(method));
            Assert.Equal(typeof(void), method.ReturnType);
            Assert.All(types, type => Assert.Contains(type, allowed));
            if (method.Name.StartsWith("cblas_", StringComparison.Ordinal))
            {
                Assert.Equal(typeof(CblasLayout), types[0]);
                Assert.DoesNotContain(typeof(nuint), types);
            }
            else
            {
                // Fortran: all by address, then one hidden length for each character.
                Assert.EndsWith("_", method.Name, StringComparison.Ordinal);
                int characters = types.Count(type => type == typeof(byte*));
                Assert.All(types[^characters..], type => Assert.Equal(typeof(nuint), type));
                Assert.All(types[..^characters], type => Assert.True(type.IsPointer));
                Assert.Equal("info", method.GetParameters()[types.Length - characters - 1].Name);
            }
        });
    }

    private static string EntryPoint(MethodInfo method)
    {
        DllImportAttribute import = method.GetCustomAttribute<DllImportAttribute>()!;
        Assert.Equal(NativeMethods.Library, import.Value);
        return import.EntryPoint ?? method.Name;
    }

    private static void AssertContains(IReadOnlyList<string> all, IReadOnlyList<string> some, string what)
    {
        Assert.NotEmpty(some);
        string[] missing = [.. some.Except(all).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"{what}: {string.Join(", ", missing)}");
    }
}
