using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LowRank.DocumentationTests;

/// <summary>The C# blocks of one page, one after the other, as the program that a reader makes of them: top-level statements, with the
/// SDK's implicit usings.</summary>
internal static class PageProgram
{
    // What ImplicitUsings gives a console application.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // A type in the global namespace hides the one that a using directive brings, so the pages write here, each for itself.
    private const string Recorder = """
        internal static class Console
        {
            private static readonly List<string> Outputs = [];
            private static StringWriter Writer = new();

            public static void Write(string text) => Writer.Write(text);
            public static void WriteLine() => Writer.WriteLine();
            public static void WriteLine(object? value) => Writer.WriteLine(value);

            internal static void EndOfBlock()
            {
                Outputs.Add(Writer.ToString());
                Writer = new();
            }
        }
        """;

    // A sample assigns values only to show where they come from.
    private static readonly string[] AllowedWarnings = ["CS0219", "CS8321"];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(
            path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Compiles and runs the blocks.</summary>
    /// <returns>What each of them printed.</returns>
    public static IReadOnlyList<string> Run(string page, IReadOnlyList<CodeBlock> blocks)
    {
        using MemoryStream image = new();
        Compilation program = Compile(page, blocks);
        Diagnostic[] complaints = [.. program.Emit(image).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error
            || (found.Severity == DiagnosticSeverity.Warning && !AllowedWarnings.Contains(found.Id)))];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints.Select(found => found.ToString())));

        Assembly assembly = Assembly.Load(image.ToArray());
        try
        {
            assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        catch (TargetInvocationException exception)
        {
            Assert.Fail($"{page} throws {exception.InnerException}");
        }

        FieldInfo outputs = assembly.GetType("Console")!.GetField("Outputs", BindingFlags.Static | BindingFlags.NonPublic)!;
        return (List<string>)outputs.GetValue(null)!;
    }

    private static CSharpCompilation Compile(string page, IReadOnlyList<CodeBlock> blocks)
    {
        StringBuilder usings = new(), statements = new(), types = new();
        foreach (CodeBlock block in blocks)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(block.Text, Language);
            CompilationUnitSyntax unit = tree.GetCompilationUnitRoot();
            foreach (SyntaxNode node in unit.Usings.Concat<SyntaxNode>(unit.Members))
            {
                StringBuilder part = node switch
                {
                    UsingDirectiveSyntax => usings,
                    GlobalStatementSyntax => statements,
                    _ => types,
                };
                int line = block.Line + tree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
                part.Append("#line ").Append(line).Append(" \"").Append(page).AppendLine("\"").AppendLine(node.ToFullString());
            }

            statements.AppendLine("#line hidden").AppendLine("Console.EndOfBlock();");
        }

        SyntaxTree program = CSharpSyntaxTree.ParseText($"{usings}{statements}{types}", Language, page, Encoding.UTF8);
        SyntaxTree surroundings = CSharpSyntaxTree.ParseText(
            $"{ImplicitUsings}\n#nullable enable\n{Recorder}", Language, "surroundings", Encoding.UTF8);
        return CSharpCompilation.Create(
            $"Page.{Path.GetFileNameWithoutExtension(page)}", [program, surroundings], References.Value,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release,
                    nullableContextOptions: NullableContextOptions.Enable));
    }
}
